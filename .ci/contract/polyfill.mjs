// Checks that npm's event-source-polyfill, which sends lastEventId in the query because it cannot set Last-Event-ID,
// continues after a reconnect with neither a gap nor a duplicate message.
//
//   node polyfill.mjs SERVER-URL
import assert from 'node:assert/strict';
import polyfill from 'event-source-polyfill';

const server = process.argv[2].replace(/\/$/, '');
const eventId = `polyfill-${Date.now().toString(36)}`;

async function send(method, path, body) {
  const answer = await fetch(server + path, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert(answer.ok, `${method} ${path}: ${answer.status} ${await answer.text()}`);
}

const messages = [];
let opened = 0;
let waiting = () => {};

function told(message) {
  messages.push(`${message.type} ${message.lastEventId}`);
  waiting();
}

async function until(condition) {
  const late = setTimeout(() => {
    console.error(`polyfill: opened ${opened} times, received ${messages}`);
    process.exit(1);
  }, 60_000);
  while (!condition()) await new Promise((next) => (waiting = next));
  clearTimeout(late);
}

await send('POST', '/events', { eventId, name: 'Polyfill', capacity: 9 });
// It reconnects when it receives nothing for 1.5 s.
const source = new polyfill.EventSourcePolyfill(`${server}/events/${eventId}/changes`, { heartbeatTimeout: 1_500 });
source.addEventListener('open', () => {
  opened++;
  waiting();
});
source.addEventListener('snapshot', told);
source.addEventListener('changes', told);
await until(() => opened >= 2);
await send('PATCH', `/events/${eventId}`, { name: 'Once more' });
await until(() => messages.length >= 2);
await until(() => opened >= 3);
await send('PATCH', `/events/${eventId}`, { name: 'And again' });
await until(() => messages.length >= 3);
assert.deepEqual(messages, ['snapshot 1', 'changes 2', 'changes 3']);
source.close();
console.log('polyfill: every version was received once');
process.exit(0);
