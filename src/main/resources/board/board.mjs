/**
 * Board of one event: follows its stream, and replays its versions to check the order of promotions. The address of the
 * event is relative to the page, so that it works behind a proxy that puts a path before it, too.
 *
 * With `?check=all` the check begins with the first version, however many there are.
 */
import { OrderCheck } from './board-check.mjs';
import { EventFeed } from './board-feed.mjs';
import { BoardView } from './board-view.mjs';

/** Of more versions, only the last ones are checked unless the reader asks for all. */
const MAX_REPLAYED = 1_000;
const LAST_VERSIONS = 25;
const NO_PROGRESS_MILLIS = 1_000;

const eventId = location.pathname.split('/').pop();
const address = new URL(`../events/${eventId}`, location.href).href;

class Board {
  #view;
  #token;
  #all;
  #feed;
  /** The event as shown; null before the first message. */
  #event;
  /** Never replaced once it has found a violation. */
  #check;
  #replaying = false;
  /** Whether the last request for a page has failed. */
  #stalled = false;

  /** @param before board whose check continues, or null */
  constructor(view, token, before) {
    this.#view = view;
    this.#token = token;
    this.#feed = new EventFeed(address, token);
    this.#all = before?.#all ?? new URLSearchParams(location.search).get('check') === 'all';
    this.#event = before?.#event ?? null;
    this.#check = before?.#check ?? new OrderCheck();
  }

  start() {
    this.#feed
      .follow(
        (message) => this.#receive(message),
        (live) => this.#view.connection(live),
      )
      .catch((failure) => this.#fail(failure));
  }

  close() {
    this.#feed.close();
  }

  /** Checks all versions from now on, unless there is a violation already. */
  replayAll() {
    if (this.#check.inOrder) {
      this.#all = true;
      this.#check = new OrderCheck();
      this.#catchUp();
    }
  }

  #fail(failure) {
    if (!this.#feed.closed) {
      this.#feed.close();
      this.#view.failed(failure, this.#token !== '');
    }
  }

  #receive({ event: kind, data }) {
    if (kind === 'snapshot') {
      this.#restart(data);
    } else if (kind === 'gap') {
      this.#gap(data);
    } else if (kind === 'changes' && data.version > this.#event.version) {
      const { version, currentRegistrations, waitlistCount } = data;
      this.#event = data.event ?? { ...this.#event, version, currentRegistrations, waitlistCount };
      this.#next(data);
    }
    this.#show();
  }

  /** Shows the event of a snapshot: the first one, or one that replaces versions that the change log has lost. */
  #restart(event) {
    if (event.version < this.#event?.version) {
      this.#check.skip(event.version, `The event went back to version ${event.version}.`);
    }
    this.#event = event;
    this.#catchUp();
  }

  /** Checks the event, and the versions up to it. */
  #catchUp() {
    if (!this.#all && this.#event.version - this.#check.version > MAX_REPLAYED) {
      this.#check.skip(this.#event.version - LAST_VERSIONS, 'The event has many versions.');
    }
    this.#check.agree(this.#event);
    this.#replay();
  }

  /** The counters after a gap are unknown, so the event is read. */
  #gap(gap) {
    this.#event = { ...this.#event, version: gap.version };
    this.#next(gap);
    this.#feed
      .event()
      .then((event) => {
        if (event.version >= this.#event.version) {
          this.#event = event;
          this.#catchUp();
        }
        this.#show();
      })
      .catch((failure) => this.#fail(failure));
  }

  /** Checks a message of the stream if it is the next one; otherwise the versions before it are read first. */
  #next(entry) {
    this.#view.log(entry);
    if ((entry.gap?.from ?? entry.version) === this.#check.version + 1) {
      this.#check.add(entry);
    } else {
      this.#replay();
    }
  }

  /** Reads pages until the check has reached the version that is shown. */
  #replay() {
    if (!this.#replaying) {
      this.#replaying = true;
      this.#readPages().catch((failure) => this.#fail(failure));
    }
  }

  async #readPages() {
    while (this.#check.version < this.#event.version) {
      const check = this.#check;
      const after = check.version;
      const page = await this.#feed.page(after, () => {
        this.#stalled = true;
        this.#show();
      });
      this.#stalled = false;
      if (check !== this.#check || check.version !== after) {
        continue;
      }
      if (page.event) {
        check.skip(page.event.version, 'The change log no longer has all versions.');
        check.agree(page.event);
      } else {
        page.changes.forEach((entry) => {
          this.#view.log(entry);
          check.add(entry);
        });
      }
      this.#show();
      if (check.version === after) {
        await this.#feed.wait(NO_PROGRESS_MILLIS);
      }
    }
    this.#replaying = false;
  }

  #show() {
    if (!this.#feed.closed) {
      this.#view.show({ event: this.#event, check: this.#check, all: this.#all, stalled: this.#stalled });
    }
  }
}

let board = null;

function open(token) {
  board?.close();
  view.clear();
  board = new Board(view, token, board);
  board.start();
}

const view = new BoardView(open, () => board.replayAll());
open('');
