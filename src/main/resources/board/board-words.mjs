/** Words for people: the changes of a version, and the result of the check. Pure. */

const NUMBERS = new Intl.NumberFormat('en');
const MAX_TICKETS = 5;

const WORDS = {
  registered: { one: 'A seat was taken', many: (n) => `${n} seats were taken` },
  left: { one: 'A seat was given back', many: (n) => `${n} seats were given back` },
  lapsed: {
    one: 'A seat was not confirmed in time and given back',
    many: (n) => `${n} seats were not confirmed in time and given back`,
  },
  confirmed: { one: 'A seat was confirmed', many: (n) => `${n} seats were confirmed` },
  invited: { one: 'A guest got an added seat', many: (n) => `${n} guests got added seats` },
};

const TICKET_WORDS = {
  waitlisted: 'joined the waitlist',
  promoted: 'got a seat',
  left: 'left the waitlist',
};

export function number(value) {
  return NUMBERS.format(value);
}

export function count(value, one, many) {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** Returns one sentence for each kind of change of a version. Names no person. */
export function describe(entry) {
  if (entry.gap) {
    return [missing(entry.gap)];
  }
  const groups = new Map();
  for (const { kind, waitlistTicket } of entry.changes) {
    const withTicket = waitlistTicket !== undefined && Object.hasOwn(TICKET_WORDS, kind);
    const key = withTicket ? `${kind} ticket` : kind;
    groups.set(key, [...(groups.get(key) ?? []), { kind, ticket: withTicket ? waitlistTicket : undefined }]);
  }
  const sentences = [...groups.values()].map(sentence);
  if (entry.details && !groups.has('invited')) {
    sentences.push(entry.details.status === 'cancelled' ? 'The event is cancelled' : 'The details were changed');
  }
  return sentences.length > 0 ? sentences : ['No seat changed'];
}

function missing({ from, to }) {
  return from === to
    ? `Version ${number(from)} is not in the change log`
    : `Versions ${number(from)} to ${number(to)} are not in the change log`;
}

function sentence(changes) {
  const [{ kind, ticket }] = changes;
  if (ticket !== undefined) {
    return `${tickets(changes)} ${TICKET_WORDS[kind]}`;
  }
  if (Object.hasOwn(WORDS, kind)) {
    return changes.length === 1 ? WORDS[kind].one : WORDS[kind].many(number(changes.length));
  }
  return changes.length === 1 ? kind : `${kind} (${number(changes.length)})`;
}

function tickets(changes) {
  if (changes.length === 1) {
    return `Ticket ${changes[0].ticket}`;
  }
  const named = changes.slice(0, MAX_TICKETS).map(({ ticket }) => ticket);
  const others = changes.length - named.length;
  const last = others > 0 ? `${number(others)} more` : named.pop();
  return `Tickets ${named.join(', ')} and ${last}`;
}

/**
 * Describes what a check has found so far.
 *
 * @param newest the newest known version of the event
 * @param stalled whether the last request for the next version has failed
 */
export function verdict(check, newest, stalled) {
  const versions = count(check.checked, 'version', 'versions');
  if (!check.inOrder) {
    return `${count(check.violationCount, 'violation', 'violations')} in ${versions}`;
  }
  if (check.version < newest) {
    return stalled
      ? `Version ${number(check.version + 1)} cannot be read, trying again …`
      : `Checking: version ${number(check.version)} of ${number(newest)}`;
  }
  return check.checked === 0 ? 'No version was checked yet' : `${versions}, every promotion in order`;
}
