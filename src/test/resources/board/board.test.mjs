// Tests of the board's modules that need no browser: the check of the order, the parser of streams, the words.
//
//   node board.test.mjs DIRECTORY-OF-MODULES
import assert from 'node:assert/strict';
import path from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';

const load = (module) => import(pathToFileURL(path.resolve(process.argv[2], module)).href);
const { OrderCheck } = await load('board-check.mjs');
const { SseParser } = await load('board-feed.mjs');
const { describe, verdict } = await load('board-words.mjs');

/** `registered`, `waitlisted 7`, … */
function changes(words) {
  return words.map((word) => {
    const [kind, ticket] = word.split(' ');
    return ticket === undefined ? { kind } : { kind, waitlistTicket: Number(ticket) };
  });
}

/** A version with its counters: `[seats, waiting, ...changes]`; the first one sets two seats. */
function row(version, [currentRegistrations, waitlistCount, ...words]) {
  const details = version === 1 ? { details: { capacity: 2, status: 'scheduled' } } : {};
  return { version, at: '2026-11-28T09:00:00Z', currentRegistrations, waitlistCount, changes: changes(words), ...details };
}

/** An invited guest's version has the details with the added seat. */
const feed = (...rows) =>
  rows.map((counters, index) => {
    const details = counters.includes('invited') ? { details: { capacity: 3, status: 'scheduled' } } : {};
    return { ...row(index + 1, counters), ...details };
  });

const GOOD = feed(
  [0, 0],
  [1, 0, 'registered'],
  [2, 2, 'registered', 'waitlisted 1', 'waitlisted 2'],
  [2, 3, 'waitlisted 3', 'waitlisted 4', 'left 2'],
  [2, 2, 'left', 'promoted 1'],
  [2, 1, 'left', 'promoted 3'],
  [2, 0, 'left 4'],
  [2, 1, 'waitlisted 5'],
  [2, 0, 'lapsed', 'promoted 5'],
  [2, 0, 'confirmed'],
  [3, 0, 'invited'],
  [2, 0, 'left'],
  [2, 0],
);

function replay(entries, check = new OrderCheck()) {
  entries.forEach((entry) => check.add(entry));
  return check;
}

/** A copy of GOOD in which one version is changed. */
const tampered = (version, change) => GOOD.map((entry) => (entry.version === version ? change(structuredClone(entry)) : entry));

const withChanges = (version, ...words) => tampered(version, (entry) => ({ ...entry, changes: changes(words) }));

test('a good feed is in order', () => {
  const check = replay(GOOD);
  assert.deepEqual(check.violations, []);
  assert.equal(check.checked, GOOD.length);
  assert.equal(check.lastPromoted, 5);
  assert.equal(check.interruption, null);
  assert.equal(verdict(check, GOOD.length), '13 versions, every promotion in order');
});

const TAMPERED = {
  'a version is withheld': [GOOD.filter(({ version }) => version !== 5), /version 6 follows version 4/],
  'a version is repeated': [[...GOOD.slice(0, 5), GOOD[4]], /version 5 follows version 5/],
  'a version is no number': [tampered(5, (entry) => ({ ...entry, version: '5' })), /version 5 follows version 4/],
  'a promoted ticket is another waiting one': [withChanges(5, 'left', 'promoted 3'), /ticket 3 was promoted before ticket 1/],
  'a promoted ticket has left': [withChanges(5, 'left', 'promoted 2'), /ticket 2 was promoted, but it no longer waits/],
  'a promoted ticket was never given': [withChanges(5, 'left', 'promoted 9'), /ticket 9 was promoted, but it was never given/],
  'a promotion has no ticket': [withChanges(5, 'left', 'promoted'), /ticket undefined was promoted/],
  'a ticket is promoted twice': [withChanges(6, 'left', 'promoted 1'), /ticket 1 was promoted after ticket 1/],
  'tickets are promoted downwards': [
    [...GOOD.slice(0, 4), row(5, [2, 1, 'left', 'left', 'promoted 3', 'promoted 1'])],
    /ticket 1 was promoted after ticket 3/,
  ],
  'a given ticket is not the highest': [withChanges(8, 'waitlisted 4'), /ticket 4 was given after ticket 4/],
  'a ticket leaves twice': [withChanges(7, 'left 2'), /ticket 2 left the waitlist, but it no longer waits/],
  'a newcomer overtakes': [withChanges(6, 'left', 'registered'), /a newcomer got a seat while people were waiting/],
  'seats are wrong': [tampered(6, (entry) => ({ ...entry, currentRegistrations: 1 })), /1 seats are reported .* add up to 2/],
  'the waitlist is wrong': [tampered(6, (entry) => ({ ...entry, waitlistCount: 4 })), /4 people are reported .* add up to 1/],
  'seats are oversold': [
    [...GOOD.slice(0, 3), row(4, [3, 1, 'promoted 1'])],
    /3 seats are taken, but the event has 2/,
  ],
  'an invited guest has no added seat': [tampered(11, ({ details, ...entry }) => entry), /3 seats are taken, but the event has 2/],
  'seats are negative': [[GOOD[0], row(2, [-1, 0, 'left'])], /add up to -1/],
};

for (const [name, [entries, expected]] of Object.entries(TAMPERED)) {
  test(`is violated if ${name}`, () => {
    const check = replay(entries);
    assert.equal(check.inOrder, false);
    assert.match(check.violations.map(({ text }) => text).join('\n'), expected);
    assert.match(verdict(check, GOOD.length), /violation/);
  });
}

test('each promotion of a good feed is checked', () => {
  for (const entry of GOOD) {
    entry.changes.forEach((change, index) => {
      if (change.kind === 'promoted') {
        for (const ticket of [1, 2, 3, 4, 5, 6].filter((other) => other !== change.waitlistTicket)) {
          const entries = tampered(entry.version, (copy) => {
            copy.changes[index].waitlistTicket = ticket;
            return copy;
          });
          assert.equal(replay(entries).inOrder, false, `version ${entry.version}, ticket ${ticket}`);
        }
      }
    });
  }
});

test('violations are kept up to a limit and all counted', () => {
  const check = new OrderCheck();
  for (let version = 1; version <= 100; version++) {
    check.add(row(version, [0, 0, 'promoted 1', 'left']));
  }
  assert.equal(check.violations.length, 20);
  assert.equal(check.violationCount, 100);
});

test('a gap restarts the check behind it', () => {
  const check = replay([...GOOD.slice(0, 4), { version: 6, gap: { from: 5, to: 6 } }, ...GOOD.slice(6)]);
  assert.deepEqual(check.violations, []);
  assert.equal(check.since, 7);
  assert.match(check.interruption, /Versions 5 to 6/);
});

test('behind a gap the order of promotions is checked, too', () => {
  const gap = { version: 4, gap: { from: 2, to: 4 } };
  const behind = (...rows) => [GOOD[0], gap, ...rows.map((counters, index) => row(index + 5, counters))];
  const good = behind([2, 3, 'left', 'promoted 7'], [2, 3, 'left 9', 'waitlisted 12'], [2, 2, 'left', 'promoted 8']);
  assert.deepEqual(replay(good).violations, []);
  const table = [
    [behind([2, 3, 'left', 'promoted 7'], [2, 2, 'left', 'promoted 6']), /ticket 6 was promoted after ticket 7/],
    [behind([2, 3, 'left 9'], [2, 2, 'left', 'promoted 9']), /ticket 9 was promoted, but it no longer waits/],
    [behind([2, 3, 'waitlisted 12'], [2, 2, 'left', 'promoted 12']), /before people who waited longer/],
    [behind([2, 1, 'waitlisted 12'], [2, 0, 'left', 'promoted 11']), /ticket 11 was promoted, but it no longer waits/],
  ];
  table.forEach(([entries, expected]) => assert.match(replay(entries).violations[0]?.text ?? '', expected));
});

test('a log that begins late is checked from there on', () => {
  const check = new OrderCheck();
  check.skip(4, 'The change log no longer has all versions.');
  check.agree({ version: 4, currentRegistrations: 2, waitlistCount: 3, capacity: 2 });
  replay(GOOD.slice(4), check);
  assert.deepEqual(check.violations, []);
  assert.equal(check.since, 5);
  check.skip(2, 'The event went back.');
  assert.match(check.violations[0].text, /went back from version 13 to version 2/);
});

test('the event must agree with its changes', () => {
  const event = { version: 5, currentRegistrations: 2, waitlistCount: 2, capacity: 2 };
  const check = new OrderCheck();
  check.agree(event);
  assert.equal(replay(GOOD.slice(0, 5), check).inOrder, true);
  check.agree({ ...event, waitlistCount: 1 });
  assert.match(check.violations[0].text, /different counters/);
  const other = new OrderCheck();
  other.agree({ ...event, capacity: 3 });
  assert.equal(replay(GOOD, other).inOrder, false);
});

test('an unknown kind restarts the check', () => {
  const check = replay([...GOOD.slice(0, 4), row(5, [1, 7, 'juggled']), row(6, [1, 8, 'waitlisted 5'])]);
  assert.deepEqual(check.violations, []);
  assert.equal(check.since, 6);
  assert.match(check.interruption, /juggled/);
});

test('a long waitlist takes linear time', () => {
  const check = new OrderCheck();
  const tickets = 300_000;
  check.add({ ...row(1, [0, 0]), details: { capacity: tickets } });
  const joined = Array.from({ length: tickets }, (_, index) => ({ kind: 'waitlisted', waitlistTicket: index + 1 }));
  check.add({ version: 2, currentRegistrations: 0, waitlistCount: tickets, changes: joined });
  const promoted = joined.map((change) => ({ ...change, kind: 'promoted' }));
  check.add({ version: 3, currentRegistrations: tickets, waitlistCount: 0, changes: promoted });
  assert.deepEqual(check.violations, []);
});

test('a stream is parsed however it is cut', () => {
  const text = 'retry: 2000\n\n:\n\nevent: changes\r\nid: 7\r\ndata: {"a":\r\ndata:1}\r\n\r\nevent: gap\ndata: 2\n\ndata: half';
  for (let size = 1; size <= text.length; size++) {
    const parser = new SseParser();
    const messages = [];
    for (let at = 0; at < text.length; at += size) {
      messages.push(...parser.push(text.slice(at, at + size)));
    }
    assert.equal(parser.retryMillis, 2_000);
    assert.deepEqual(messages, [
      { event: 'changes', data: '{"a":\n1}' },
      { event: 'gap', data: '2' },
    ]);
  }
});

test('changes are described without names', () => {
  const entry = (...words) => ({ version: 2, changes: changes(words) });
  const table = [
    [entry('registered'), ['A seat was taken']],
    [entry('registered', 'registered', 'left'), ['2 seats were taken', 'A seat was given back']],
    [entry('left', 'promoted 16'), ['A seat was given back', 'Ticket 16 got a seat']],
    [entry('waitlisted 17', 'waitlisted 18'), ['Tickets 17 and 18 joined the waitlist']],
    [entry(...Array.from({ length: 9 }, (_, i) => `promoted ${i + 1}`)), ['Tickets 1, 2, 3, 4, 5 and 4 more got a seat']],
    [entry('left 3'), ['Ticket 3 left the waitlist']],
    [entry('lapsed 3', 'confirmed'), ['A seat was not confirmed in time and given back', 'A seat was confirmed']],
    [{ ...entry('left 3', 'invited'), details: {} }, ['Ticket 3 left the waitlist', 'A guest got an added seat']],
    [entry('juggled', 'juggled', 'constructor'), ['juggled (2)', 'constructor']],
    [entry(), ['No seat changed']],
    [{ ...entry(), details: { status: 'scheduled' } }, ['The details were changed']],
    [{ ...entry(), details: { status: 'cancelled' } }, ['The event is cancelled']],
    [{ version: 6, gap: { from: 5, to: 6 } }, ['Versions 5 to 6 are not in the change log']],
  ];
  table.forEach(([described, expected]) => assert.deepEqual(describe(described), expected));
  const named = { version: 2, changes: [{ kind: 'registered', userId: 'ada', by: 'bob' }] };
  assert.doesNotMatch(describe(named).join(), /ada|bob/);
});
