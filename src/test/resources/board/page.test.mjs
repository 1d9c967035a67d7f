// Tests of the whole page, with a fake document, a fake server and a fake clock.
//
//   node page.test.mjs DIRECTORY-OF-MODULES
import assert from 'node:assert/strict';
import path from 'node:path';
import test from 'node:test';
import { setImmediate as otherWork } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const STEP_MILLIS = 100;
const MAX_STEPS = 3_000;
const FORGED_VERSION = 1_090;
const VIOLATION = 'The order is violated. Version 1,090: ticket 999 was promoted, but it no longer waits.';
let pages = 0;

class FakeElement {
  textContent = '';
  value = '';
  children = [];
  #listeners = {};

  classList = { toggle() {} };

  addEventListener(type, listener) {
    this.#listeners[type] = listener;
  }

  fire(type) {
    this.#listeners[type]({ preventDefault() {} });
  }

  replaceChildren(...children) {
    this.children = children;
  }

  insertBefore(child) {
    this.children.unshift(child);
  }

  append() {}

  remove() {}

  setAttribute() {}
}

/** Server of an event whose only seat is taken and given back in turn. */
class FakeServer {
  newest = 1_100;
  status = 200;
  /** Whether a promotion that never was is in the log. */
  forges = false;
  /** Whether requests for pages remain without an answer. */
  holdsPages = false;
  #stream;

  fetch = async (url, { headers, signal }) => {
    signal.throwIfAborted();
    if (this.status !== 200) {
      return new Response(null, { status: this.status });
    }
    if (headers.accept === 'text/event-stream') {
      return new Response(new ReadableStream({ start: (stream) => this.#open(stream, signal) }));
    }
    if (this.holdsPages) {
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    }
    const after = Number(new URL(url).searchParams.get('after'));
    const changes = Array.from({ length: Math.min(100, this.newest - after) }, (_, i) => this.#entry(after + 1 + i));
    return Response.json({ changes, version: this.newest });
  };

  commit() {
    this.newest++;
    this.#send('changes', this.#entry(this.newest));
  }

  /** Ends the stream, and answers all requests from now on with this status. */
  refuse(status) {
    this.status = status;
    this.#stream.close();
  }

  #open(stream, signal) {
    this.#stream = stream;
    signal.addEventListener('abort', () => stream.error(signal.reason));
    this.#send('snapshot', { ...this.#counters(this.newest), name: 'Jazz', capacity: 1, hasWaitlist: true });
  }

  #send(event, data) {
    this.#stream.enqueue(new TextEncoder().encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
  }

  #counters(version) {
    return { version, currentRegistrations: version % 2 === 0 ? 1 : 0, waitlistCount: 0 };
  }

  #entry(version) {
    const honest = { kind: version % 2 === 0 ? 'registered' : 'left' };
    const forged = { kind: 'promoted', waitlistTicket: 999 };
    return {
      ...this.#counters(version),
      changes: version === 1 ? [] : [this.forges && version === FORGED_VERSION ? forged : honest],
      ...(version === 1 && { details: { capacity: 1, status: 'scheduled' } }),
    };
  }
}

/** Opens a board in front of the server. */
async function open(t, server) {
  const elements = new Map();
  const element = (id) => elements.get(id) ?? elements.set(id, new FakeElement()).get(id);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  globalThis.location = new URL('http://localhost/board/jazz');
  globalThis.document = { getElementById: element, createElement: () => new FakeElement() };
  globalThis.fetch = server.fetch;
  await import(`${pathToFileURL(path.resolve(process.argv[2], 'board.mjs'))}?${pages++}`);
  const text = (id) => element(id).textContent;
  return {
    element,
    text,
    alarm: () =>
      element('alarm')
        .children.map(({ textContent }) => textContent)
        .join(' '),
    enter(token) {
      element('token').value = token;
      element('token-form').fire('submit');
    },
    /** Lets the time pass until the condition holds. */
    async until(condition) {
      for (let step = 0; !condition(); step++) {
        assert(step < MAX_STEPS, `${condition}: ${text('connection')}; ${text('verdict')}`);
        t.mock.timers.tick(STEP_MILLIS);
        await otherWork();
      }
    },
  };
}

test('the alarm stays until the page is loaded again', async (t) => {
  const server = new FakeServer();
  server.forges = true;
  const page = await open(t, server);
  await page.until(() => page.alarm() === VIOLATION);
  server.forges = false;

  page.element('replay').fire('click');
  server.commit();
  await page.until(() => page.text('seats') === '0 of 1');
  assert.equal(page.alarm(), VIOLATION);
  assert.equal(page.text('verdict'), '1 violation in 26 versions');
  assert.equal(page.element('replay').hidden, true);

  server.refuse(401);
  await page.until(() => page.text('connection') === 'Not connected');
  assert.equal(page.alarm(), `${VIOLATION} This server requires an access token. Enter one below.`);

  server.status = 404;
  page.enter('some token');
  assert.equal(page.alarm(), VIOLATION);
  await page.until(() => page.alarm() === `${VIOLATION} This server has no event with this id.`);

  server.status = 200;
  page.enter('some token');
  await page.until(() => page.text('connection') === 'Live');
  server.commit();
  await page.until(() => page.text('verdict') === '1 violation in 27 versions');
  assert.equal(page.alarm(), VIOLATION);
});

test('the check of an event in order begins anew with the button, and continues with a token', async (t) => {
  const server = new FakeServer();
  const page = await open(t, server);
  await page.until(() => page.text('verdict') === '25 versions, every promotion in order');
  assert.equal(page.element('replay').hidden, false);
  page.element('replay').fire('click');
  await page.until(() => page.text('verdict') === '1,100 versions, every promotion in order');
  server.refuse(403);
  await page.until(() => page.text('connection') === 'Not connected');
  server.status = 200;
  server.newest += 1_010;
  page.enter('some token');
  await page.until(() => page.text('verdict') === '2,110 versions, every promotion in order');
  assert.equal(page.alarm(), '');
});

test('a page that is held back is requested again', async (t) => {
  const server = new FakeServer();
  server.holdsPages = true;
  const page = await open(t, server);
  await page.until(() => page.text('verdict') === 'Version 1,076 cannot be read, trying again …');
  server.holdsPages = false;
  await page.until(() => page.text('verdict') === '25 versions, every promotion in order');
});
