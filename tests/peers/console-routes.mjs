// Which pages the console has, by its own router, so that none is forgotten.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { looked } from './browser.mjs';
import { root } from './lib.mjs';

/** What is no page: files, streams, and addresses that only lead elsewhere. */
const NO_PAGES = [
  '/console/', '/console/aanmelden/begin', '/console/aanmelden/terug', '/console/afmelden', '/console/bestanden/{name}',
  '/console/beheer/inzagen/bestand', '/console/beheer/logboeken/{logboek}/controlepunt',
  '/console/inwoners/{inwoner}/inzagen/bestand', '/console/inwoners/{inwoner}/verleend/{gesprek}/bestand',
  '/console/sessie', '/console/sleutels', '/console/taal/{taal}', '/console/verzoeken/teller',
];

/** Forms in which nothing can be filled in wrongly. */
const NO_FAULTS = ['/console/aanmelden', '/console/beheer/logboeken', '/console/inwoners/{inwoner}/verleend/{gesprek}'];

/** Every route, and whether it takes a form. */
export function routes() {
  const source = readFileSync(join(root, 'api', 'src', 'console', 'mod.rs'), 'utf8');
  return source.split('.route(').slice(1).map((part) => ({ route: part.match(/"([^"]+)"/)[1], isForm: /\bpost\(/.test(part) }));
}

/** The pages of whom the help goes through, and of the privacy officer; the others are of consent. */
export const isOfHelp = (route) => /\/(inzagen|traject|openen|beheer)\b/.test(route);

/** Whether an address is of a route. */
const isOf = (route) => {
  const pattern = new RegExp(`^${route.replace(/\{\*\w+\}/g, '.+').replace(/\{\w+\}/g, '[^/]+')}$`);
  return ({ path }) => pattern.test(path);
};

/** Fails when a page of these routes wasn't looked at, or a form was never seen with what is wrong in it. */
export function allWereLookedAt(belongs) {
  const all = routes();
  for (const route of [...NO_PAGES, ...NO_FAULTS]) assert.ok(all.some((one) => one.route === route), `there is no ${route} any more`);
  const pages = all.filter(({ route }) => belongs(route) && !NO_PAGES.includes(route));
  assert.ok(pages.length > 3);
  for (const { route, isForm } of pages) {
    const seen = looked.filter(isOf(route));
    const isLost = route.includes('{*');
    assert.ok(isLost || seen.some(({ status }) => status === 200), `nobody looked at ${route}`);
    const mustFail = isLost || (isForm && !NO_FAULTS.includes(route));
    assert.ok(!mustFail || seen.some(({ status }) => status >= 400), `nobody looked at ${route} with something wrong`);
  }
}
