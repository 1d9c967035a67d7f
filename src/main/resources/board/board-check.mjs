/**
 * Replays the versions of one event and checks that promotions follow the order of the waitlist. Pure: no network, no
 * page, no clock. Entries are those of `GET /events/{eventId}/changes`.
 *
 * A replay that begins after the first version knows how many people wait, but not their tickets. Such tickets are
 * "unknown" until they are promoted or leave; all of them are lower than any ticket given later.
 */

const MAX_VIOLATIONS = 20;

export class OrderCheck {
  /** The last version that was replayed. */
  version = 0;
  /** The first version that the check covers without interruption. */
  since = 1;
  /** Versions checked. */
  checked = 0;
  /** The first violations, as `{version, text}`, and the number of all. */
  violations = [];
  violationCount = 0;
  /** Why the check does not cover all versions, or null. */
  interruption = null;

  #capacity = null;
  /** Seats taken, or null if the counters are unknown until the next version. */
  #seats = 0;
  #waiting = new Waitlist();
  /** Number of waiting people whose tickets are unknown. */
  #unknown = 0;
  /** The highest ticket that may be unknown. */
  #unknownUpTo = 0;
  /** Unknown tickets that left. */
  #left = new Set();
  #lastGiven = 0;
  #lastPromoted = 0;
  #announced = null;

  get inOrder() {
    return this.violationCount === 0;
  }

  /** The highest ticket that was promoted, or 0. */
  get lastPromoted() {
    return this.#lastPromoted;
  }

  /** The ticket at the head of the waitlist, or null if it is unknown or nobody waits. */
  get head() {
    return this.#unknown === 0 ? this.#waiting.head() : null;
  }

  /** Continues after a version without the versions before it. */
  skip(version, reason) {
    if (version < this.version) {
      this.#violation(version, `the event went back from version ${this.version} to version ${version}`);
    }
    this.version = version;
    this.#interrupt(reason);
  }

  /** Compares the replay with the event as it was read elsewhere, at once or when the replay reaches its version. */
  agree(event) {
    if (event.version > this.version) {
      this.#announced = event;
    } else if (event.version === this.version) {
      this.#compare(event);
    }
  }

  /** Replays the next version, or the next gap. */
  add(entry) {
    const first = entry.gap ? entry.gap.from : entry.version;
    if (!(Number.isSafeInteger(entry.version) && first <= entry.version && first > this.version)) {
      this.#violation(entry.version, `version ${entry.version} follows version ${this.version}`);
      return;
    }
    if (first !== this.version + 1) {
      this.#violation(first, `version ${first} follows version ${this.version}; the versions between are withheld`);
      this.#interrupt(null);
      this.since = first;
    }
    this.version = entry.version;
    if (entry.gap) {
      this.#interrupt(
        first === entry.version
          ? `Version ${first} is not in the change log.`
          : `Versions ${first} to ${entry.version} are not in the change log.`,
      );
    } else {
      this.#replay(entry);
      this.checked++;
    }
    if (this.#announced?.version <= this.version) {
      const announced = this.#announced;
      this.#announced = null;
      this.agree(announced);
    }
  }

  #replay(entry) {
    if (this.#seats === null) {
      this.#derive(entry);
    }
    let foreign = null;
    for (const change of entry.changes) {
      if (!this.#apply(entry.version, change)) {
        foreign = change.kind;
      }
    }
    this.#capacity = entry.details?.capacity ?? this.#capacity;
    if (foreign === null) {
      this.#count(entry);
    } else {
      this.#interrupt(`Version ${entry.version} has a change of a kind that this page does not know: ${foreign}.`);
    }
    this.#adopt(entry);
    if (this.#capacity !== null && this.#seats > this.#capacity) {
      this.#violation(entry.version, `${this.#seats} seats are taken, but the event has ${this.#capacity}`);
    }
  }

  /** Applies one change; returns false for an unknown kind. */
  #apply(version, { kind, waitlistTicket: ticket }) {
    switch (kind) {
      case 'registered':
        if (this.#waiting.size + this.#unknown > 0) {
          this.#violation(version, 'a newcomer got a seat while people were waiting');
        }
        this.#seats++;
        return true;
      case 'waitlisted':
        this.#give(version, ticket);
        return true;
      case 'promoted':
        this.#promote(version, ticket);
        this.#seats++;
        return true;
      case 'left':
        if (ticket === undefined) {
          this.#seats--;
        } else if (!this.#remove(ticket)) {
          this.#violation(version, `ticket ${ticket} left the waitlist, but ${this.#absence(ticket)}`);
        }
        return true;
      case 'invited': // Adds its seat to the capacity, in the details of the same version.
        this.#seats++;
        return true;
      case 'lapsed':
        this.#seats--;
        return true;
      case 'confirmed':
        return true;
      default:
        return false;
    }
  }

  #give(version, ticket) {
    if (!(ticket > this.#lastGiven)) {
      this.#violation(version, `ticket ${ticket} was given after ticket ${this.#lastGiven}`);
      return;
    }
    this.#lastGiven = ticket;
    this.#unknownUpTo = Math.min(this.#unknownUpTo, ticket - 1);
    this.#waiting.add(ticket);
  }

  #promote(version, ticket) {
    if (ticket <= this.#lastPromoted) {
      this.#violation(version, `ticket ${ticket} was promoted after ticket ${this.#lastPromoted}`);
    } else if (!this.#waiting.has(ticket) && !this.#mayBeUnknown(ticket)) {
      this.#violation(version, `ticket ${ticket} was promoted, but ${this.#absence(ticket)}`);
    } else if (this.#waiting.has(ticket) && this.#unknown > 0) {
      this.#violation(version, `ticket ${ticket} was promoted before people who waited longer`);
    } else if (this.#waiting.has(ticket) && this.#waiting.head() !== ticket) {
      this.#violation(version, `ticket ${ticket} was promoted before ticket ${this.#waiting.head()}`);
    }
    this.#remove(ticket);
    this.#lastPromoted = Math.max(this.#lastPromoted, ticket ?? 0);
  }

  /** Removes a waiting ticket; returns false if it does not wait. */
  #remove(ticket) {
    if (this.#waiting.delete(ticket)) {
      return true;
    }
    const unknown = this.#mayBeUnknown(ticket);
    if (unknown) {
      this.#unknown--;
      this.#left.add(ticket);
    }
    return unknown;
  }

  #mayBeUnknown(ticket) {
    return this.#unknown > 0 && ticket > this.#lastPromoted && ticket <= this.#unknownUpTo && !this.#left.has(ticket);
  }

  #absence(ticket) {
    return ticket <= Math.max(this.#lastGiven, this.#unknownUpTo) ? 'it no longer waits' : 'it was never given';
  }

  /** Compares the counters of a version with the replay. */
  #count(entry) {
    const waiting = this.#waiting.size + this.#unknown;
    if (entry.currentRegistrations !== this.#seats || this.#seats < 0) {
      this.#violation(
        entry.version,
        `${entry.currentRegistrations} seats are reported as taken, but the changes add up to ${this.#seats}`,
      );
    }
    if (entry.waitlistCount !== waiting) {
      this.#violation(
        entry.version,
        `${entry.waitlistCount} people are reported as waiting, but the changes add up to ${waiting}`,
      );
    }
  }

  #compare(event) {
    if (this.#seats === null) {
      this.#adopt(event);
      this.#capacity = event.capacity;
      return;
    }
    this.#capacity ??= event.capacity;
    const waiting = this.#waiting.size + this.#unknown;
    if (
      event.currentRegistrations !== this.#seats ||
      event.waitlistCount !== waiting ||
      event.capacity !== this.#capacity
    ) {
      this.#violation(event.version, 'the event and its changes have different counters');
    }
  }

  /** Derives the counters before a version from those after it. */
  #derive(entry) {
    const kinds = entry.changes.map(({ kind, waitlistTicket }) =>
      kind === 'left' && waitlistTicket !== undefined ? 'left waiting' : kind,
    );
    const count = (...some) => kinds.filter((kind) => some.includes(kind)).length;
    const gained = count('registered', 'promoted', 'invited') - count('left', 'lapsed');
    const joined = count('waitlisted') - count('promoted', 'left waiting');
    this.#seats = entry.currentRegistrations - gained;
    this.#unknown = Math.max(0, entry.waitlistCount - joined);
  }

  /** Takes over reported counters, so that one violation is reported once. */
  #adopt({ currentRegistrations, waitlistCount }) {
    this.#seats = currentRegistrations;
    this.#unknown = Math.max(0, waitlistCount - this.#waiting.size);
  }

  /** Forgets counters and tickets; those that wait become unknown. */
  #interrupt(reason) {
    this.since = this.version + 1;
    this.interruption = reason ?? this.interruption;
    this.#seats = null;
    this.#capacity = null;
    this.#waiting = new Waitlist();
    this.#unknown = 0;
    this.#unknownUpTo = Infinity;
    this.#left.clear();
    this.#announced = null;
  }

  #violation(version, text) {
    this.violationCount++;
    if (this.violations.length < MAX_VIOLATIONS) {
      this.violations.push({ version, text });
    }
  }
}

/** Waiting tickets, added in rising order. */
class Waitlist {
  #waiting = new Set();
  #order = [];
  #next = 0;

  get size() {
    return this.#waiting.size;
  }

  add(ticket) {
    this.#waiting.add(ticket);
    this.#order.push(ticket);
  }

  has(ticket) {
    return this.#waiting.has(ticket);
  }

  delete(ticket) {
    return this.#waiting.delete(ticket);
  }

  /** The lowest waiting ticket, or null. */
  head() {
    while (this.#next < this.#order.length && !this.#waiting.has(this.#order[this.#next])) {
      this.#next++;
    }
    return this.#next < this.#order.length ? this.#order[this.#next] : null;
  }
}
