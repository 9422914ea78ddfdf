// A real browser, headless, and what is looked at on every page.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { root } from './lib.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'console-pictures');
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export async function openBrowser() {
  mkdirSync(pictures, { recursive: true });
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
  return chromium.launch({ executablePath, args: flags });
}

/** Nothing that axe-core calls a violation, in light and in dark. It looks from outside the page, whose policy lets no script in. */
export async function isAccessible(page, name) {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    const violations = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => html.slice(0, 200) + ' — ' + failureSummary) })))`);
    assert.deepEqual(violations, [], `${name}, ${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Nothing sticks out at the side, down to 320 pixels (as at 400% on a laptop). */
export async function fits(page, name) {
  for (const width of [320, 640, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const over = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    assert.ok(over <= 0, `${name} is ${over} pixels too wide at ${width}`);
  }
  const letters = (size) => page.evaluate(`document.documentElement.style.fontSize = '${size}'; document.documentElement.scrollWidth - document.documentElement.clientWidth`);
  const over = await letters('200%');
  assert.ok(over <= 0, `${name} is ${over} pixels too wide with letters twice as large`);
  await letters('');
}

/** Pictures to look at: desktop, phone, dark and paper. They are kept nowhere but in the target folder. */
export async function picture(page, name) {
  const shot = (as) => page.screenshot({ path: join(pictures, `${name}-${as}.png`), fullPage: true });
  await page.setViewportSize({ width: 1280, height: 800 });
  await shot('desktop');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shot('dark');
  await page.emulateMedia({ colorScheme: 'light', media: 'print' });
  await page.setViewportSize({ width: 720, height: 1000 });
  await shot('print');
  await page.emulateMedia({ media: 'screen' });
  await page.setViewportSize({ width: 390, height: 844 });
  await shot('phone');
  await page.setViewportSize({ width: 320, height: 640 });
  await shot('small');
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** What each page shows: the last answer that was no redirect. */
const documents = new WeakMap();

/** Keeps what the pages of this context show. */
export function followDocuments(context) {
  context.on('page', (page) => page.on('response', (answer) => {
    const isShown = answer.request().isNavigationRequest() && (answer.status() < 300 || answer.status() >= 400);
    if (isShown && answer.frame() === page.mainFrame()) documents.set(page, answer);
  }));
}

/** Whatever a page shows, nobody frames it, nothing of it is kept, and only files of its own server run in it. */
function isFenced(answer, name) {
  const headers = answer.headers();
  assert.match(headers['content-security-policy'], /default-src 'none'.*form-action 'self'.*frame-ancestors 'none'/, name);
  assert.doesNotMatch(headers['content-security-policy'], /unsafe|\*/, name);
  const others = ['x-frame-options', 'cache-control', 'x-content-type-options', 'referrer-policy'].map((header) => headers[header]);
  assert.deepEqual(others, ['DENY', 'no-store', 'nosniff', 'no-referrer'], name);
}

/** What was looked at: addresses with the status of the answer. */
export const looked = [];

/** Looks; on the second databases only whether the page is there and fenced, since it looks the same. */
export async function lookAt(page, name) {
  const answer = documents.get(page);
  if (answer) {
    looked.push({ path: new URL(answer.url()).pathname, status: answer.status() });
    isFenced(answer, name);
  }
  if (process.env.CONSOLE_ENGINE !== undefined) return;
  await isAccessible(page, name);
  await fits(page, name);
  await picture(page, name);
}
