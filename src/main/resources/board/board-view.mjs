/** Shows the state of a board. Draws at most a few times a second, however many versions arrive. */
import { count, describe, number, verdict } from './board-words.mjs';

const DRAW_MILLIS = 200;
const MAX_CHANGES = 10;
const MAX_VIOLATIONS = 5;
const TIME = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const MOMENT = {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
};

const FAILURES = {
  token: (known) =>
    known ? 'The server does not accept this token.' : 'This server requires an access token. Enter one below.',
  event: () => 'This server has no event with this id.',
};

const element = (id) => document.getElementById(id);

export class BoardView {
  #state = null;
  #timer = null;
  /** The newest entries, newest first, and their list items by version. */
  #entries = [];
  #items = new Map();
  /** The first violations, which stay until the page is loaded again. */
  #violations = [];
  /** Why the board has ended, or null. */
  #failure = null;

  /**
   * @param onToken called with the token that was entered
   * @param onReplay called when all versions are to be checked
   */
  constructor(onToken, onReplay) {
    element('token-form').addEventListener('submit', (submitted) => {
      submitted.preventDefault();
      onToken(element('token').value.trim());
      element('token').value = '';
      element('access').open = false;
    });
    element('replay').addEventListener('click', onReplay);
  }

  /** Removes the failure of a board that has ended. */
  clear() {
    this.#failure = null;
    this.#alarm();
  }

  connection(live) {
    text('connection', live ? 'Live' : 'Connection lost, reconnecting …');
  }

  /** @param state `{event, check, all, stalled}` */
  show(state) {
    this.#state = state;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#draw(this.#state);
    }, DRAW_MILLIS);
  }

  /** Adds an entry to the last changes. */
  log(entry) {
    if (this.#entries.every((known) => known.version !== entry.version)) {
      this.#entries = [entry, ...this.#entries].sort((a, b) => b.version - a.version).slice(0, MAX_CHANGES);
    }
  }

  /** Shows that the board has ended. */
  failed(failure, tokenKnown) {
    this.#failure = FAILURES[failure.reason]?.(tokenKnown) ?? `This page has failed: ${failure.message}`;
    this.#alarm();
    text('connection', 'Not connected');
    element('access').open = failure.reason === 'token';
  }

  #draw({ event, check, all, stalled }) {
    this.#drawEvent(event, check);
    this.#drawOrder(event, check, all, stalled);
    if (check.version >= event.version) {
      this.#drawChanges();
    }
  }

  #drawEvent(event, check) {
    const { currentRegistrations: taken, capacity, waitlistCount } = event;
    const cancelled = event.status === 'cancelled' ? 'Cancelled' : null;
    const starts = event.startsAt ? moment(event.startsAt, event.timeZone) : null;
    text('name', event.name);
    text('about', [cancelled, starts, event.location].filter(Boolean).join(' · '));
    text('seats', `${number(taken)} of ${number(capacity)}`);
    text('seats-free', taken < capacity ? `${count(capacity - taken, 'seat', 'seats')} free` : 'All seats are taken');
    element('seats-bar').max = capacity;
    element('seats-bar').value = taken;
    const noWaitlist = waitlistCount === 0 && !event.hasWaitlist;
    text('waiting', noWaitlist ? 'None' : `${number(waitlistCount)} waiting`);
    const head = check.version === event.version ? check.head : null;
    const tickets = [
      head === null ? null : `Next ticket: ${head}`,
      check.lastPromoted > 0 ? `Last ticket with a seat: ${check.lastPromoted}` : null,
    ];
    text('tickets', tickets.filter(Boolean).join(' · '));
    const figures = `${number(taken)} of ${number(capacity)} seats, ${number(waitlistCount)} waiting`;
    document.title = `${check.inOrder ? '' : 'Order violated! '}${event.name}: ${figures}`;
  }

  #drawOrder(event, check, all, stalled) {
    text('verdict', verdict(check, event.version, stalled));
    text(
      'interruption',
      check.interruption === null
        ? ''
        : `${check.interruption} Checked without interruption from version ${number(check.since)} on.`,
    );
    element('replay').hidden = all || check.since === 1 || !check.inOrder;
    element('order').classList.toggle('violated', !check.inOrder);
    const violations = check.violations.slice(0, MAX_VIOLATIONS);
    if (violations.length > this.#violations.length) {
      this.#violations = violations;
      this.#alarm();
    }
  }

  #alarm() {
    const sentences = [
      this.#violations.length > 0 ? 'The order is violated.' : null,
      ...this.#violations.map(({ version, text: words }) => `Version ${number(version)}: ${words}.`),
      this.#failure,
    ].filter(Boolean);
    element('alarm').replaceChildren(
      ...sentences.map((sentence, index) => {
        const shown = document.createElement(index === 0 ? 'strong' : 'p');
        shown.textContent = sentence;
        return shown;
      }),
    );
  }

  #drawChanges() {
    const list = element('changes');
    const first = this.#items.size === 0;
    const items = this.#entries.map((entry) => [entry.version, this.#items.get(entry.version) ?? item(entry, !first)]);
    this.#items = new Map(items);
    [...list.children].filter((old) => !items.some(([, kept]) => kept === old)).forEach((old) => old.remove());
    items.forEach(([, shown], index) => {
      if (list.children[index] !== shown) {
        list.insertBefore(shown, list.children[index] ?? null);
      }
    });
    // Changes are announced from now on, but not those from before the page was opened.
    if (first && items.length > 0) {
      list.setAttribute('aria-live', 'polite');
    }
  }
}

/** Formats a moment in the time zone of the event, or in that of the browser if the event has none. */
function moment(time, timeZone) {
  const format = (zone) => new Intl.DateTimeFormat('en-GB', { ...MOMENT, timeZone: zone }).format(new Date(time));
  try {
    return format(timeZone);
  } catch (unknownZone) {
    return format(undefined); // The zone is newer than the browser.
  }
}

function text(id, words) {
  const shown = element(id);
  if (shown.textContent !== words) {
    shown.textContent = words;
  }
}

function item(entry, isNew) {
  const shown = document.createElement('li');
  shown.classList.toggle('new', isNew);
  if (entry.at) {
    const time = document.createElement('time');
    time.dateTime = entry.at;
    time.textContent = TIME.format(new Date(entry.at));
    shown.append(time);
  }
  shown.append(`${describe(entry).join('. ')}.`);
  return shown;
}
