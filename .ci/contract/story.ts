// The tutorial of the README, with a client generated from the contract: openapi-typescript's types and openapi-fetch.
//
//   node build/story.js SERVER-URL
import assert from 'node:assert/strict';
import createClient from 'openapi-fetch';
import type { components, paths } from './contract.js';

type Registration = components['schemas']['Registration'];

const server = process.argv[2];
assert(server, 'usage: node build/story.js SERVER-URL');
const usher = createClient<paths, 'application/json' | 'application/problem+json'>({ baseUrl: server.replace(/\/$/, '') });

// Unique ids, so that the story can run again on the same tables.
const run = Date.now().toString(36);
const [ada, bob, cleo] = ['ada', 'bob', 'cleo'].map((name) => `${name}-${run}`) as [string, string, string];
const eventId = `jazz-${run}`;

/** Returns the body of a successful response; throws with the problem of an unsuccessful one. */
function done<T>(answer: { data?: T; error?: unknown; response: Response }, status = 200): T {
  assert.equal(answer.response.status, status, JSON.stringify(answer.error));
  assert(answer.data !== undefined);
  return answer.data;
}

function code(problem: components['schemas']['Problem'] | undefined): string {
  assert(problem);
  return problem.type.slice(problem.type.lastIndexOf('/') + 1);
}

function told(registration: Registration): string {
  switch (registration.status) {
    case 'registered':
      return 'has a seat';
    case 'waitlisted':
      return `waits, ${registration.waitlistPosition}`;
    default:
      return registration.status;
  }
}

const register = (userId: string) =>
  usher.POST('/events/{eventId}/register', { params: { path: { eventId } }, body: { userId } });

for (const userId of [ada, bob, cleo]) {
  const user = done(await usher.POST('/users', { body: { userId, name: userId } }), 201);
  assert.equal(user.userId, userId);
}
const event = done(
  await usher.POST('/events', { body: { eventId, name: 'Jazz night', capacity: 2, hasWaitlist: true } }),
  201,
);
assert.equal(event.currentRegistrations, 0);
assert.equal(event.status, 'scheduled');

assert.equal(told(done(await register(ada))), 'has a seat');
assert.equal(told(done(await register(bob))), 'has a seat');
assert.equal(told(done(await register(cleo))), 'waits, 1');

const left = done(
  await usher.DELETE('/events/{eventId}/register/{userId}', { params: { path: { eventId, userId: ada } } }),
);
assert.equal(left.promoted, cleo);
const place = done(
  await usher.GET('/events/{eventId}/registrations/{userId}', { params: { path: { eventId, userId: cleo } } }),
);
assert.equal(told(place), 'has a seat');
assert(place.version !== undefined);
const receipt = done(
  await usher.GET('/events/{eventId}/changes', {
    params: { path: { eventId }, query: { after: place.version - 1, limit: 1 } },
    headers: { accept: 'application/json' },
  }),
) as components['schemas']['ChangesPage'];
assert.deepEqual(
  receipt.changes[0]?.changes?.filter((change) => change.kind === 'promoted').map((change) => change.waitlistTicket),
  [place.waitlistTicket],
);

// The list of a user's events comes from an eventually consistent index.
let events = [] as components['schemas']['UserEvent'][];
for (let look = 0; look < 100 && events[0]?.status !== 'registered'; look++) {
  const page = done(await usher.GET('/users/{userId}/events', { params: { path: { userId: cleo } } }));
  events = page.events;
  if (events[0]?.status !== 'registered') await new Promise((next) => setTimeout(next, 100));
}
assert.deepEqual(
  events.map((one) => `${one.name}, ${one.status}`),
  ['Jazz night, registered'],
);

const again = await register(bob);
assert.equal(again.response.status, 409);
assert.equal(code(again.error), 'already-registered');
assert.equal(again.error?.registration?.userId, bob);

const raised = done(
  await usher.PATCH('/events/{eventId}', { params: { path: { eventId } }, body: { capacity: 3, description: null } }),
);
assert.equal(raised.capacity, 3);
const roster = done(
  await usher.GET('/events/{eventId}/registrations', {
    params: { path: { eventId }, query: { status: 'registered', limit: 10 } },
  }),
);
assert(typeof roster === 'object');
assert.deepEqual(roster.registrations.map((one) => one.userId).sort(), [bob, cleo].sort());

console.log('story: all responses are correct');
