// What the console is tested in: the real program with the demo's keys, a real identity provider, a real browser.

import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { followDocuments, openBrowser } from './browser.mjs';
import { startCluster } from './cluster.mjs';
import { startProvider } from './identity-provider.mjs';
import { root, subgraphs } from './lib.mjs';
import { freePort, program as binary, run, start } from './program.mjs';

/** A resident of the demo who has shared something, and numbers of whom nobody knows anything. */
export const SAMIRA = '999990342';
export const NUMBERS = ['999998006', '999998018', '999998031', '999998043', '999998055', '999998067', '999998079', '999998080', '999998092', '999998109', '999998110', '999998122', '999998134', '999998146', '999998158', '999998171'];

const roles = { systeem: ['incluzio', 'BRONSYSTEEM', 'AFSTEMMING_TRAJECT'], gemeente: ['gemeente-utrecht', 'TRAJECTBEGELEIDER', 'AFSTEMMING_TRAJECT'], incluzio: ['incluzio', 'BUURTTEAMMEDEWERKER', 'AFSTEMMING_TRAJECT'], toestemming: ['toestemmingsbeheer', 'TOESTEMMINGSBEHEERDER', 'INZAGE_INWONER'] };

const asItIs = (text) => text;

/** On which databases: `sqlite`, unless a test file says otherwise before it takes in another. */
export const engine = () => process.env.CONSOLE_ENGINE ?? 'sqlite';

/**
 * Opens everything, with databases in files or on a PostgreSQL of its own; `inrichting` and `settings` may change the
 * text of either.
 */
export async function openWorld(changes) {
  const opened = [];
  const close = async () => {
    for (const one of opened.reverse().splice(0)) await one();
  };
  try {
    return await build(opened, close, changes);
  } catch (error) {
    // What stays open would keep the tests from ending.
    await close();
    throw error;
  }
}

/** Adds to `opened` what closes each thing that it opens. */
async function build(opened, close, { inrichting = asItIs, settings = asItIs } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'schakel-console-'));
  opened.push(() => rmSync(folder, { recursive: true, force: true }));
  const config = join(folder, 'met-aanmelden.toml');
  const cluster = engine() === 'postgres' ? await startCluster() : null;
  opened.push(() => cluster?.stop());
  // The demo makes keys and databases with records; another process then serves with a real sign-in.
  const demo = await start(['demo', '--data', folder, '--adres', '127.0.0.1:0'], cluster ? databasesIn(cluster) : {});
  opened.push(() => demo.stop());
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const provider = await startProvider('schakel-console', makeKey(folder), address);
  opened.push(() => provider.stop());
  mkdirSync(join(folder, 'talen'));
  writeFileSync(join(folder, 'talen', 'ar.toml'), fromRightToLeft());
  const text = (partijen) => settings(`${onEngine(readFileSync(join(folder, 'schakel.toml'), 'utf8'), cluster).replace(/adres = ".*"/, `adres = "127.0.0.1:${port}"`)}
[console]
adres = "${address}"
database = "${cluster ? cluster.database('console') : 'sqlite:sessies.db'}"
talen = "talen"
[console.aanmelden]
issuer = "${provider.issuer}"
client = "schakel-console"
sleutel = "console.pem"
[[auth.issuers]]
issuer = "${provider.issuer}"
jwks = { url = "${provider.issuer}/jwks" }
[[auth.issuers.clients]]
azp = "schakel-console"
partijen = ${JSON.stringify(partijen)}
rollen = ["TOESTEMMINGSBEHEERDER", "BUURTTEAMMEDEWERKER", "VRIJWILLIGER", "SOCIAAL_RAADSLID", "FUNCTIONARIS_GEGEVENSBESCHERMING"]
doelen = ["INZAGE_INWONER", "VERANTWOORDING", "AFSTEMMING_TRAJECT", "NAZORG"]
`);
  const everybody = ['toestemmingsbeheer', 'incluzio', 'u-centraal', 'toestemming-elders'];
  writeFileSync(config, text(everybody));
  await run(['migrate', '--config', config]);
  writeFileSync(join(folder, 'twee-steden.toml'), inrichting(twoCities()));
  await run(['inrichten', '--config', config, join(folder, 'twee-steden.toml')]);
  const world = {
    demo,
    program: await start(['serve', '--config', config]),
    /** A question of a party's own system, past the console. */
    async ask(who, query, variables = {}) {
      const [partij, rol, doel] = roles[who];
      const token = execFileSync(binary, ['token', '--data', folder, '--partij', partij, '--rol', rol, '--doel', doel], { encoding: 'utf8', env: { PATH: process.env.PATH } }).trim();
      const answer = await fetch(`${world.program.url}/graphql`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', doel }, body: JSON.stringify({ query, variables }) });
      const { data, errors } = await answer.json();
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    },
    /** Serves on, with another cap of who may sign in, or with other settings. */
    async restart({ partijen = everybody, change = asItIs } = {}) {
      await world.program.stop();
      writeFileSync(config, change(text(partijen)));
      world.program = await start(['serve', '--config', config]);
    },
    close,
  };
  opened.push(() => world.program.stop());
  world.browser = await openBrowser();
  opened.push(() => world.browser.close());
  return world;
}

function makeKey(folder) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(join(folder, 'console.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  const { crv, kty, x, y } = publicKey.export({ format: 'jwk' });
  // RFC 7638: the name under which the program signs.
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
  return { crv, kty, x, y, kid, use: 'sig', alg: 'ES256' };
}

/** The variables by which the demo keeps its records there. */
function databasesIn(cluster) {
  return Object.fromEntries(subgraphs.map((name) => [`SCHAKEL_SUBGRAPHS__${name.toUpperCase()}__DATABASE`, cluster.database(name)]));
}

function onEngine(text, cluster) {
  return cluster ? text.replace(/"sqlite:([a-z]+)\.db"/g, (_, name) => `"${cluster.database(name)}"`) : text;
}

/** Utrecht, and beside it a consent desk of another municipality. */
function twoCities() {
  // How high the debts are takes two consent managers here.
  const utrecht = readFileSync(join(root, 'api', 'config', 'utrecht.toml'), 'utf8');
  return `${utrecht.replace('vierOgenGroepen = []', 'vierOgenGroepen = ["TRAJECT_FINANCIEEL"]')}
[[samenwerkingen]]
id = "elders"
naam = "Elders"
[[samenwerkingen.partijen]]
id = "toestemming-elders"
naam = "Toestemmingsbeheer Elders"
soort = "TOESTEMMINGSBEHEER"
houdt = []
teams = []
gemeente = "GM0479"
bsnGerechtigd = "Wabb art. 10"
betrokkenheid = "PARTIJ"
`;
}

/** A language that is written from right to left, as a file: each Dutch text with Arabic words around it. */
function fromRightToLeft() {
  const dutch = readFileSync(join(root, 'api', 'texts', 'console', 'nl.toml'), 'utf8');
  return dutch
    .replace(/^(\w+) = "(.*)"$/gm, (_, key, text) => `${key} = "نص ${text} هنا"`)
    .replace(/^richting = .*$/m, 'richting = "rtl"')
    .replace(/^taal_naam = .*$/m, 'taal_naam = "العربية"');
}

async function open(world, options) {
  const context = await world.browser.newContext({ locale: 'nl-NL', ...options });
  context.setDefaultTimeout(15_000);
  followDocuments(context);
  return closingInTime(context);
}

/**
 * Chromium loses the order to close that crosses a page's arrival, and is then waited for without end
 * (crbug.com/536385539). So pages arrive first, and what it loses all the same ends with the browser.
 */
function closingInTime(context) {
  const close = context.close.bind(context);
  context.close = async () => {
    await Promise.all(context.pages().map((page) => page.waitForLoadState()));
    await Promise.race([close(), setTimeout(5_000, undefined, { ref: false })]);
  };
  return context;
}

export const noScript = (world) => open(world, { javaScriptEnabled: false });

/** As people have it, with the policy of the pages. */
export const asUsual = (world) => open(world, {});

/** axe-core needs a page that can run it, which the policy of the pages forbids. */
export const withScript = (world, options = {}) => open(world, { bypassCSP: true, ...options });

export async function signIn(world, context, who) {
  const page = await context.newPage();
  await page.goto(`${world.program.url}/console`);
  await page.getByRole('link', { name: 'Aanmelden met uw werkaccount' }).click();
  await page.locator('input[name=login]').fill(who);
  await page.locator('input[name=password]').fill('test');
  await page.locator('button[type=submit]').click();
  // The provider asks once whether the console may know.
  await page.locator('button[type=submit]').first().click();
  return page;
}

export async function find(world, page, bsn) {
  await page.goto(`${world.program.url}/console`);
  await page.getByLabel('Burgerservicenummer').fill(bsn);
  await page.getByRole('button', { name: 'Zoeken' }).click();
  await page.getByRole('heading', { level: 1, name: /^Inwoner/ }).waitFor();
  return page.url();
}

/** The id of a resident, as it stands in the address of the page. */
export const idIn = (url) => url.match(/inwoners\/([0-9a-z]{26})/)[1];

/** What the form with this button would send, to be sent past the browser. */
export async function formBehind(page, button) {
  const locator = page.getByRole('button', { name: button });
  const form = page.locator('form').filter({ has: locator });
  const body = new URLSearchParams();
  for (const field of await form.locator('input[type=hidden]').all()) {
    body.append(await field.getAttribute('name'), await field.inputValue());
  }
  const [name, value] = [await locator.getAttribute('name'), await locator.getAttribute('value')];
  if (name) body.append(name, value);
  return { url: new URL(await form.getAttribute('action'), page.url()).href, body };
}

export const cookiesOf = async (world, context) =>
  (await context.cookies(world.program.url)).map(({ name, value }) => `${name}=${value}`).join('; ');

export const post = (url, cookie, body, headers = {}) =>
  fetch(url, { method: 'POST', redirect: 'manual', headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', ...headers }, body });

/** Markup that shows itself when it is taken for markup. */
const MARKUP = `<i class=kwaad>"&'`;

/**
 * Types markup in every free field and sends the form, which can't be right. It comes back as text, everything that is
 * wrong is told at once, in the summary and at each field, and nothing typed is lost.
 */
export async function sendMarkup(page, button) {
  const fields = page.locator('main :is(input[type=text], textarea)');
  const names = await fields.evaluateAll((all) => all.map((field) => field.name));
  for (const field of await fields.all()) await field.fill(MARKUP);
  await page.getByRole('button', { name: button }).first().click();
  assert.match(await page.title(), /^Fout: /);
  assert.equal(await page.locator('.kwaad').count(), 0, 'markup in a field is text');
  for (const name of names) assert.equal(await page.locator(`[name="${name}"]`).first().inputValue(), MARKUP, `${name} is lost`);
  const told = await page.locator('#fouten a').evaluateAll((links) => links.map((link) => {
    const field = document.getElementById(link.hash.slice(1));
    const described = (field?.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '');
    return { fault: link.textContent, isThere: field !== null, isAtField: described.some((text) => text === link.textContent) };
  }));
  assert.ok(told.length > 0);
  for (const one of told) assert.deepEqual(one, { fault: one.fault, isThere: true, isAtField: true });
  return told.length;
}

/** Clicks, and counts it. */
export class Hand {
  count = 0;
  async click(locator) {
    this.count += 1;
    await locator.click();
  }
}
