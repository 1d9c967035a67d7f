// Opens the board of an event in a headless browser, behind a proxy that rewrites tickets and restarts the server on
// demand. Checks what it shows, its accessibility in both themes, and that it violates no content security policy.
//
//   node board.mjs BROWSER PROXY-URL SECURED-URL TOKEN-FOR-SECURED DIRECTORY-OF-SCREENSHOTS
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import assert from 'node:assert/strict';
import { inBrowser } from './browser.mjs';

const [browser, server, secured, token, screenshots] = process.argv.slice(2);
const PATIENCE = 60_000;
const SEATS = 24;
const WAITING = 9;
const EVENT = 'jazz-night';
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function send(method, url, body, headers = {}) {
  const answer = await fetch(url, {
    method,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: body && JSON.stringify(body),
  });
  assert(answer.ok, `${method} ${url}: ${answer.status} ${await answer.text()}`);
}

const api = (method, address, body) => send(method, new URL(address, server), body);
const control = (word) => api('POST', `test/${word}`);
const person = (number) => `person-${number}`;

async function register(number) {
  await api('POST', 'users', { userId: person(number), name: `Person ${number}` });
  await api('POST', `events/${EVENT}/register`, { userId: person(number) });
}

const leave = (number) => api('DELETE', `events/${EVENT}/register/${person(number)}`);

await inBrowser(browser, { width: 1200, height: 900 }, async (page) => {
  page.setDefaultTimeout(PATIENCE);
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.exposeFunction('complain', (complaint) => complaints.push(complaint));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (violation) =>
      window.complain(`${violation.violatedDirective} forbids ${violation.blockedURI}`),
    );
  });
  const shows = (id, words) => page.locator(`#${id}`, { hasText: words }).waitFor();

  async function audit(state) {
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run());
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`);
      assert.deepEqual(found, [], `axe-core, ${state}, ${colorScheme}`);
    }
  }

  await api('POST', 'events', {
    eventId: EVENT,
    name: 'Jazz night',
    location: 'The big hall',
    startsAt: '2030-12-31T19:00:00Z',
    timeZone: 'Europe/Berlin',
    capacity: SEATS,
    hasWaitlist: true,
  });
  for (let number = 1; number <= SEATS + WAITING; number++) await register(number);

  // The form of the home page leads to the board.
  await page.goto(new URL('.', server).href);
  await audit('home');
  await page.getByRole('textbox').fill(EVENT);
  await page.getByRole('button').click();
  await page.waitForURL(`**/board/${EVENT}`);

  await shows('name', 'Jazz night');
  await shows('about', /31 December 2030.* 20:00 .*The big hall/);
  await shows('connection', 'Live');
  await shows('seats', `${SEATS} of ${SEATS}`);
  await shows('waiting', `${WAITING} waiting`);
  await shows('tickets', 'Next ticket: 1');
  const versions = 1 + SEATS + WAITING;
  await shows('verdict', `${versions} versions, every promotion in order`);
  assert.equal(await page.locator('#alarm').innerText(), '');

  // A promotion appears live.
  await leave(1);
  await shows('changes', 'A seat was given back. Ticket 1 got a seat.');
  await shows('waiting', `${WAITING - 1} waiting`);
  await shows('tickets', 'Next ticket: 2 · Last ticket with a seat: 1');
  await shows('verdict', `${versions + 1} versions, every promotion in order`);
  await audit('in order');
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.screenshot({ path: path.join(screenshots, `board-${colorScheme}.png`) });
  }

  // The board reconnects after a restart of the server, and misses nothing.
  await control('restart');
  await leave(2);
  await shows('verdict', `${versions + 2} versions, every promotion in order`);
  await shows('connection', 'Live');

  // A rewritten ticket raises the alarm: in the stream, and in the pages that a new board reads.
  await control('tamper');
  await leave(3);
  await shows('alarm', 'The order is violated.');
  await shows('alarm', 'ticket 999 was promoted, but it was never given');
  await shows('verdict', 'violation');
  assert.match(await page.title(), /^Order violated!/);
  await audit('violated');
  await page.screenshot({ path: path.join(screenshots, 'board-violated.png') });
  await page.reload();
  await shows('alarm', 'ticket 999 was promoted, but it was never given');
  await control('honest');
  await page.reload();
  await shows('verdict', `${versions + 3} versions, every promotion in order`);
  assert.equal(await page.locator('#alarm').innerText(), '');

  await page.goto(new URL('board/nothing', server).href);
  await shows('alarm', 'This server has no event with this id.');

  // A token is asked for, used, and forgotten.
  const bearer = { Authorization: `Bearer ${token}` };
  await send('POST', new URL('events', secured), { eventId: 'secured', name: 'Secured', capacity: 1 }, bearer);
  await page.goto(new URL('board/secured', secured).href);
  await shows('alarm', 'This server requires an access token.');
  await page.getByLabel('Token', { exact: true }).fill(token);
  await page.keyboard.press('Enter');
  await shows('verdict', '1 version, every promotion in order');
  assert.equal(await page.locator('#alarm').innerText(), '');
  const kept = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie.length]);
  assert.deepEqual(kept, [0, 0, 0], 'nothing is stored in the browser');
  await page.reload();
  await shows('alarm', 'This server requires an access token.');

  // It works on a phone.
  await page.setViewportSize({ width: 360, height: 640 });
  await page.goto(new URL(`board/${EVENT}`, server).href);
  await shows('verdict', 'every promotion in order');
  const [width, scrolled] = await page.evaluate(() => [window.innerWidth, document.documentElement.scrollWidth]);
  assert(scrolled <= width, `${scrolled} pixels wide on a screen of ${width}`);
  await page.screenshot({ path: path.join(screenshots, 'board-phone.png'), fullPage: true });

  assert.deepEqual(complaints, [], 'no errors and no violations of the content security policy');
  console.log(`board: ${versions + 3} versions, both themes accessible`);
});
