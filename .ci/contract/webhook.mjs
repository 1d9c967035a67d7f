// Verifies recorded messages of the webhook with npm's standardwebhooks: every one as it is, and none that was changed.
//
//   node webhook.mjs FILE SECRET
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';

const [file, secret] = process.argv.slice(2);
const webhook = new Webhook(secret);
const messages = readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
assert(messages.length > 0);
for (const { id, timestamp, signature, body } of messages) {
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
  // A long run has ended more than five minutes after its first messages: each is verified at its own time.
  Date.now = () => Number(timestamp) * 1000;
  const told = webhook.verify(body, headers);
  assert(told.type && told.timestamp && told.data.eventId, body);
  assert.throws(() => webhook.verify(body.replace('"data"', '"date"'), headers));
  assert.throws(() => webhook.verify(body, { ...headers, 'webhook-id': `${id}0` }));
}
console.log(`webhook: ${messages.length} signatures verified`);
