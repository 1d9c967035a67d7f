// The tutorial of the README, with the client that Hey API generates from the contract.
//
//   node build/hey-api.js SERVER-URL
import assert from 'node:assert/strict';
import { client } from '../build/hey-api/client.gen';
import * as usher from '../build/hey-api/sdk.gen';

const server = process.argv[2];
assert(server, 'usage: node story.js SERVER-URL');
client.setConfig({ baseUrl: server.replace(/\/$/, '') });

// Unique ids, so that the story can run again on the same tables.
const run = Date.now().toString(36);
const [ada, bob, cleo] = ['ada', 'bob', 'cleo'].map((name) => `${name}-${run}`) as [string, string, string];
const eventId = `jazz-${run}`;
const path = { eventId };

/** Returns the body of a successful response; throws with the problem of an unsuccessful one. */
function done<T>(answer: { data?: T; error?: unknown }): T {
  assert(answer.data !== undefined, JSON.stringify(answer.error));
  return answer.data;
}

for (const userId of [ada, bob, cleo]) {
  assert.equal(done(await usher.createUser({ body: { userId, name: userId } })).userId, userId);
}
done(await usher.createEvent({ body: { eventId, name: 'Jazz night', capacity: 2, hasWaitlist: true } }));

const register = (userId: string) => usher.register({ path, body: { userId } });

assert.equal(done(await register(ada)).status, 'registered');
assert.equal(done(await register(bob)).status, 'registered');
assert.equal(done(await register(cleo)).waitlistPosition, 1);
assert.equal(done(await usher.unregister({ path: { eventId, userId: ada } })).promoted, cleo);

const again = await register(bob);
assert.equal(again.response?.status, 409);
assert.equal(again.error?.type, '/problems/already-registered');

const raised = done(await usher.updateEvent({ path, body: { capacity: 3, description: null } }));
assert.equal(raised.capacity, 3);
const roster = done(await usher.listRegistrations({ path, query: { status: 'registered' } }));
assert.deepEqual(roster.registrations.map((one) => one.userId).sort(), [bob, cleo].sort());

console.log('story with Hey API: all responses are correct');
