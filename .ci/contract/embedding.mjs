// Embeds the board of an event in pages of two origins, of which the server allows one, in a headless browser.
//
//   node embedding.mjs BROWSER SERVER-URL EVENT PORT-OF-ALLOWED-ORIGIN PORT-OF-OTHER-ORIGIN
import { createServer } from 'node:http';
import { once } from 'node:events';
import assert from 'node:assert/strict';
import { inBrowser } from './browser.mjs';

const [browser, server, event, ...ports] = process.argv.slice(2);
const board = new URL(`board/${event}`, server).href;

async function embeddingPage(port) {
  const page = createServer((request, response) =>
    response
      .setHeader('Content-Type', 'text/html')
      .end(`<!doctype html><title>Host</title><iframe src="${board}" title="Board" width="800" height="600"></iframe>`),
  ).listen(Number(port), '127.0.0.1');
  await once(page, 'listening');
  return page;
}

const [allowed, other] = await Promise.all(ports.map(embeddingPage));
const origin = (page) => `http://127.0.0.1:${page.address().port}/`;
try {
  await inBrowser(browser, { width: 900, height: 700 }, async (page) => {
    page.setDefaultTimeout(60_000);
    await page.goto(origin(allowed));
    const embedded = page.frameLocator('iframe');
    await embedded.locator('#verdict', { hasText: '1 version, every promotion in order' }).waitFor();
    await embedded.locator('#connection', { hasText: 'Live' }).waitFor();

    const refusal = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'));
    await page.goto(origin(other));
    await refusal;
    assert.equal(await embedded.locator('#verdict').count(), 0, 'another origin shows no board');
  });
} finally {
  allowed.close();
  other.close();
}
console.log('embedding: one origin shows the board, another does not');
