/** Reads one event's versions over HTTP: pages of JSON, and the stream of server-sent events with reconnects. */

/** Delay before a reconnect until the server sends `retry`, and the limit of longer delays after failures. */
const RETRY_MILLIS = 2_000;
const MAX_RETRY_MILLIS = 30_000;
/** Time for a page, and for the next part of a stream, in which the server sends at least a comment every 15 seconds. */
const SILENCE_MILLIS = 45_000;
const PAGE_VERSIONS = 100;
const UNAUTHORIZED = [401, 403];
const NOT_FOUND = 404;
const GONE = 410;

/** A failure that no repetition changes: `reason` is `token`, `event`, or `page` for an error of the page itself. */
export class FeedError extends Error {
  constructor(reason, cause) {
    super(cause?.message ?? reason, { cause });
    this.reason = reason;
  }
}

/** Parser of a stream, as HTML defines it ("Server-sent events", "Parsing an event stream"). */
export class SseParser {
  /** Delay of the last `retry` field, or null. */
  retryMillis = null;

  #rest = '';
  #event = '';
  #data = [];

  /** Returns the messages that the text completes, as `{event, data}`. */
  push(text) {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop();
    return lines.map((line) => this.#line(line)).filter((message) => message !== null);
  }

  #line(line) {
    if (line === '') {
      const message = this.#data.length > 0 ? { event: this.#event, data: this.#data.join('\n') } : null;
      this.#event = '';
      this.#data = [];
      return message;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') {
      this.#event = value;
    } else if (field === 'data') {
      this.#data.push(value);
    } else if (field === 'retry' && /^\d+$/.test(value)) {
      this.retryMillis = Number(value);
    }
    return null;
  }
}

export class EventFeed {
  #event;
  #token;
  #closed = new AbortController();
  #retryMillis = RETRY_MILLIS;

  /**
   * @param event address of the event
   * @param token access token, or an empty text
   */
  constructor(event, token) {
    this.#event = event;
    this.#token = token;
  }

  get closed() {
    return this.#closed.signal.aborted;
  }

  /** Ends all requests; pending promises are rejected. */
  close() {
    this.#closed.abort();
  }

  /** Reads the current event. Repeats the request until it is answered. */
  event() {
    return this.#repeat(() => this.#json(''));
  }

  /**
   * Reads the versions after a version, as `{changes, version}`, or `{event}` if the change log no longer has them.
   * Repeats the request until it is answered.
   *
   * @param onFailure called before each repetition
   */
  page(after, onFailure) {
    return this.#repeat(() => this.#json(`/changes?after=${after}&limit=${PAGE_VERSIONS}`), onFailure);
  }

  #json(path) {
    return this.#timed(async (signal) => {
      const response = await this.#fetch(path, { accept: 'application/json' }, signal);
      return response.json();
    });
  }

  async #repeat(read, onFailure = () => {}) {
    for (let failures = 0; ; failures++) {
      try {
        return await read();
      } catch (failure) {
        await this.#pause(failure, failures, onFailure);
      }
    }
  }

  /**
   * Follows the stream until the feed is closed. Reconnects after the last version that `onMessage` received.
   *
   * @param onMessage called with each message, as `{event, data}` with parsed data
   * @param onState called with `true` when the stream is open, with `false` when it is interrupted
   */
  async follow(onMessage, onState) {
    let last = null;
    let failures = 0;
    const opened = () => {
      failures = 0;
      onState(true);
    };
    const received = (message) => {
      last = message.data.version;
      try {
        onMessage(message);
      } catch (failure) {
        throw new FeedError('page', failure);
      }
    };
    while (!this.closed) {
      let failure = null;
      try {
        await this.#stream(last, opened, received);
      } catch (caught) {
        failure = caught;
      }
      await this.#pause(failure, failures++, () => onState(false));
    }
  }

  /** Reads one stream to its end. */
  #stream(last, onOpen, onMessage) {
    return this.#timed(async (signal, heard) => {
      const headers = { accept: 'text/event-stream', ...(last !== null && { 'last-event-id': String(last) }) };
      const response = await this.#fetch('/changes', headers, signal);
      onOpen();
      const parser = new SseParser();
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        heard();
        for (const { event, data } of parser.push(read.value)) {
          onMessage({ event, data: JSON.parse(data) });
        }
        this.#retryMillis = parser.retryMillis ?? this.#retryMillis;
      }
    });
  }

  /**
   * Makes a request that ends when the feed is closed, or when the server is silent.
   *
   * @param request called with the signal that ends it, and a function to call when the server was heard
   */
  async #timed(request) {
    this.#closed.signal.throwIfAborted();
    const stop = new AbortController();
    const abort = () => stop.abort();
    this.#closed.signal.addEventListener('abort', abort);
    let timer = setTimeout(abort, SILENCE_MILLIS);
    const heard = () => {
      clearTimeout(timer);
      timer = setTimeout(abort, SILENCE_MILLIS);
    };
    try {
      return await request(stop.signal, heard);
    } finally {
      clearTimeout(timer);
      this.#closed.signal.removeEventListener('abort', abort);
      stop.abort();
    }
  }

  async #fetch(path, headers, signal) {
    const response = await fetch(this.#event + path, {
      headers: { ...headers, ...(this.#token && { authorization: `Bearer ${this.#token}` }) },
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal,
    });
    if (response.ok || response.status === GONE) {
      return response;
    }
    if (UNAUTHORIZED.includes(response.status)) {
      throw new FeedError('token');
    }
    if (response.status === NOT_FOUND) {
      throw new FeedError('event');
    }
    const failure = new Error(`HTTP ${response.status}`);
    failure.retryAfterMillis = 1_000 * Number(response.headers.get('retry-after') ?? 0);
    throw failure;
  }

  /**
   * Waits before a repetition: as long as the server asks, longer after each failure, and never for all at once.
   *
   * @param onWait called unless the failure is final
   */
  async #pause(failure, failures, onWait) {
    if (this.closed || failure instanceof FeedError) {
      throw failure ?? this.#closed.signal.reason;
    }
    onWait();
    const growing = Math.min(this.#retryMillis * 2 ** failures, MAX_RETRY_MILLIS);
    const least = Math.max(this.#retryMillis, failure?.retryAfterMillis || 0);
    await this.wait(Math.max(least, growing) * (1 + Math.random() / 4));
  }

  /** Rejected when the feed is closed meanwhile. */
  wait(millis) {
    return new Promise((resolve, reject) => {
      const over = () => {
        clearTimeout(timer);
        reject(this.#closed.signal.reason);
      };
      const timer = setTimeout(() => {
        this.#closed.signal.removeEventListener('abort', over);
        resolve();
      }, millis);
      this.#closed.signal.addEventListener('abort', over, { once: true });
    });
  }
}
