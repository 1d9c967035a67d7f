// Opens the reference page in a headless browser that can reach only the server, as if behind a proxy that puts a path
// before it, checks its operations, and creates a user with "Try it out".
//
//   node docs.mjs BROWSER SERVER-URL [SCREENSHOT.png]
import assert from 'node:assert/strict';
import { inBrowser } from './browser.mjs';

const [browser, server, screenshot] = process.argv.slice(2);
const PATIENCE = 30_000;
const root = new URL('/', server).href;
const behind = new URL('behind/a/path/', root).href;
await inBrowser(browser, { width: 1100, height: 1000 }, async (page) => {
  page.setDefaultTimeout(PATIENCE);
  const elsewhere = [];
  const complaints = [];
  await page.route('**/*', (route) => {
    const url = route.request().url();
    if (url.startsWith(behind)) {
      return route.continue({ url: root + url.slice(behind.length) });
    }
    elsewhere.push(url);
    return route.abort();
  });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));

  await page.goto(new URL('docs', behind).href);
  await page.locator('.opblock').first().waitFor();
  const contract = await (await fetch(new URL('openapi.json', server))).json();
  const declared = Object.entries(contract.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, operation]) => operation.operationId)
      .map(([method, operation]) => `${method.toUpperCase()} ${path} ${operation.operationId}`),
  );
  const shown = await page.locator('.opblock').evaluateAll((blocks) =>
    blocks.map((block) =>
      ['.opblock-summary-method', '.opblock-summary-path', '.opblock-summary-operation-id']
        .map((part) => block.querySelector(part).textContent.replaceAll('\u200b', '').trim())
        .join(' '),
    ),
  );
  assert.deepEqual(shown.sort(), declared.sort(), 'the page lists every operation');

  if (screenshot) await page.screenshot({ path: screenshot });

  const createUser = page.locator('#operations-users-createUser');
  await createUser.locator('.opblock-summary-control').click();
  const userId = `docs-${Date.now().toString(36)}`;
  await createUser.locator('.body-param textarea').fill(JSON.stringify({ userId, name: 'Ada Lovelace' }));
  await createUser.locator('button.execute').click();
  const status = createUser.locator('.live-responses-table .response-col_status').nth(1);
  await status.waitFor();
  assert.match(await status.innerText(), /^201/, '"Try it out" creates a user');
  const stored = await fetch(new URL(`users/${userId}`, server));
  assert.equal(stored.status, 200);
  assert.equal((await stored.json()).name, 'Ada Lovelace');

  assert.deepEqual(elsewhere, [], 'the page sends requests only to the server, behind the path');
  assert.deepEqual(complaints, [], 'the browser reports no errors');
  console.log(`docs: ${shown.length} operations, user ${userId} created, no requests to other places`);
});
