// The console as consent managers meet it: the real program, a real identity provider, a real browser that runs no script.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { lookAt } from './browser.mjs';
import { openDesk, SAMIRA, UNKNOWN } from './console.mjs';

let desk, program, demo;
const noScript = () => desk.noScript();
const withScript = () => desk.withScript();
const signIn = (context, who) => desk.signIn(context, who);
const find = (page, bsn) => desk.find(page, bsn);

before(async () => {
  desk = await openDesk();
  ({ program, demo } = desk);
});

after(async () => {
  await desk?.close();
});

/** Clicks, and counts it. */
class Hand {
  count = 0;
  async click(locator) {
    this.count += 1;
    await locator.click();
  }
}

describe('signing in', () => {
  test('a consent manager comes in, and out everywhere', async () => {
    const [here, there] = [await noScript(), await noScript()];
    const page = await signIn(here, 'noor');
    assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'Inwoner zoeken');
    const cookies = await here.cookies(program.url);
    const session = cookies.find(({ name }) => name === 'schakel-sessie');
    assert.ok(session.httpOnly && session.sameSite === 'Lax' && session.expires === -1);
    const other = await signIn(there, 'noor');
    await page.getByRole('button', { name: 'Afmelden' }).click();
    assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'U bent afgemeld');
    await other.reload();
    assert.match(other.url(), /aanmelden\?terug=/);
    await here.close();
    await there.close();
  });

  test('a session of before is never the session of after', async () => {
    const context = await noScript();
    await context.addCookies([{ name: 'schakel-sessie', value: 'chosen-by-somebody-else', url: program.url }]);
    await signIn(context, 'noor');
    const first = (await context.cookies(program.url)).find(({ name }) => name === 'schakel-sessie').value;
    assert.notEqual(first, 'chosen-by-somebody-else');
    const page = await context.newPage();
    await page.goto(`${program.url}/console/aanmelden/begin`);
    const second = (await context.cookies(program.url)).find(({ name }) => name === 'schakel-sessie').value;
    assert.notEqual(first, second, 'signing in again gives another session');
    const old = await fetch(`${program.url}/console`, { headers: { cookie: `schakel-sessie=${first}` }, redirect: 'manual' });
    assert.equal(old.status, 303, 'and ends the old one');
    await context.close();
  });

  test('who has no work here, or claims more than the client may, stays outside', async () => {
    for (const [who, heading] of [['vera', 'U mag hier niet in'], ['max', 'Aanmelden is niet gelukt']]) {
      const context = await noScript();
      const page = await signIn(context, who);
      assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), heading);
      assert.ok(!(await context.cookies(program.url)).some(({ name }) => name === 'schakel-sessie'));
      await context.close();
    }
  });

  test('a browser that was not sent away cannot come back, and nobody is sent elsewhere', async () => {
    const ask = (path, headers = {}) => fetch(`${program.url}${path}`, { headers, redirect: 'manual' });
    const forged = await ask('/console/aanmelden/terug?code=x&state=y', { cookie: 'schakel-aanmelding=z' });
    assert.equal(forged.status, 400);
    for (const elsewhere of ['https://kwaad.example', '//kwaad.example', '/\\kwaad.example']) {
      const page = await (await ask(`/console/aanmelden?terug=${encodeURIComponent(elsewhere)}`)).text();
      assert.ok(!page.includes('kwaad'), elsewhere);
    }
  });
});

describe('the doors', () => {
  test('every page forbids frames, scripts and caches; files are kept for ever', async () => {
    const page = await fetch(`${program.url}/console/aanmelden`);
    const policy = page.headers.get('content-security-policy');
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe|script-src/);
    assert.equal(page.headers.get('x-frame-options'), 'DENY');
    assert.equal(page.headers.get('cache-control'), 'no-store');
    const text = await page.text();
    assert.doesNotMatch(text, /<script|\sstyle="|\son\w+="/);
    const style = await fetch(program.url + text.match(/\/console\/bestanden\/[^"]+/)[0]);
    assert.match(style.headers.get('cache-control'), /immutable/);
  });

  test('a form without the secret of the session changes nothing', async () => {
    const context = await noScript();
    const page = await signIn(context, 'noor');
    await find(page, SAMIRA);
    const cookie = (await context.cookies(program.url)).map(({ name, value }) => `${name}=${value}`).join('; ');
    const secret = await page.locator('input[name=formulier]').first().getAttribute('value');
    const send = (body, headers = {}) => fetch(`${page.url()}/intrekken/alles`, {
      method: 'POST', redirect: 'manual', headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', ...headers }, body,
    });
    assert.equal((await send('stap=vastleggen')).status, 403);
    assert.equal((await send('stap=vastleggen&formulier=guessed')).status, 403);
    assert.equal((await send(`stap=vastleggen&formulier=${secret}`, { 'sec-fetch-site': 'cross-site' })).status, 403);
    assert.equal((await send(`stap=vastleggen&formulier=${secret}`, { cookie: '' })).status, 401);
    await context.close();
  });
});

describe('the work', () => {
  test('a number is checked, kept in the field, and never in an address or log', async () => {
    const context = await noScript();
    const page = await signIn(context, 'noor');
    for (const [typed, fault] of [['', /Vul het/], ['12345', /9 cijfers/], ['123456789', /kan niet kloppen/]]) {
      await page.goto(`${program.url}/console`);
      await page.getByLabel('Burgerservicenummer').fill(typed);
      await page.getByRole('button', { name: 'Zoeken' }).click();
      assert.match(await page.title(), /^Fout: /);
      assert.match(await page.locator('#bsn-fout').textContent(), fault);
      assert.equal(await page.getByLabel('Burgerservicenummer').inputValue(), typed);
    }
    await find(page, UNKNOWN);
    assert.doesNotMatch(page.url(), /\d{9}/);
    assert.ok(!program.log.some((line) => line.includes(UNKNOWN) || line.includes(SAMIRA)));
    await context.close();
  });

  test('SAMENWERKEN takes at most 5 interactions and a withdrawal at most 3, without scripts', async () => {
    const context = await noScript();
    const page = await signIn(context, 'noor');
    await find(page, UNKNOWN);
    const resident = page.url();
    const giving = new Hand();
    await giving.click(page.getByRole('link', { name: 'Samenwerken', exact: true }));
    await giving.click(page.getByRole('button', { name: 'Verder' }));
    await giving.click(page.getByRole('button', { name: 'Toestemming vastleggen' }));
    assert.match(await page.getByRole('status').textContent(), /vastgelegd/);
    assert.ok(giving.count <= 5, `${giving.count}`);
    await page.goto(resident);
    assert.match(await page.locator('.console-matrix').textContent(), /Ja, tot en met/);
    const withdrawing = new Hand();
    await withdrawing.click(page.getByRole('link', { name: /^Deze toestemming intrekken/ }));
    await withdrawing.click(page.getByRole('button', { name: 'Verder' }));
    await withdrawing.click(page.getByRole('button', { name: 'Nu intrekken' }));
    assert.match(await page.getByRole('status').textContent(), /ingetrokken/);
    assert.ok(withdrawing.count <= 3, `${withdrawing.count}`);
    await page.goto(resident);
    assert.doesNotMatch(await page.locator('.console-matrix').textContent(), /Ja, tot en met/);
    await context.close();
  });

  test('chosen by hand: all faults at once, nothing typed is lost, markup stays text', async () => {
    const context = await noScript();
    const page = await signIn(context, 'noor');
    await find(page, SAMIRA);
    await page.getByRole('link', { name: 'Zelf kiezen' }).click();
    await page.locator('#tot').fill('31-2-2031');
    await page.getByLabel('Een ouder').check();
    await page.getByLabel('Waar ligt het bewijs?').fill('<b onclick="x">"dossier" & meer</b>');
    await page.getByRole('button', { name: 'Verder' }).click();
    const summary = await page.locator('#fouten li').allTextContents();
    assert.equal(summary.length, 4, summary.join('; '));
    for (const link of await page.locator('#fouten a').all()) {
      const target = (await link.getAttribute('href')).slice(1);
      assert.equal(await page.locator(`[id="${target}"]`).count(), 1, target);
    }
    assert.equal(await page.locator('#tot').inputValue(), '31-2-2031');
    assert.equal(await page.getByLabel('Waar ligt het bewijs?').inputValue(), '<b onclick="x">"dossier" & meer</b>');
    const soon = new Date(Date.now() + 40 * 86_400_000);
    await page.locator('#tot').fill(`${soon.getDate()}-${soon.getMonth() + 1}-${soon.getFullYear()}`);
    await page.getByLabel('Kenmerk van').fill('beschikking 12');
    await page.getByLabel('U Centraal', { exact: true }).check();
    await page.getByLabel('Wat de raadslieden antwoordden').check();
    await page.getByLabel('Hoe hoog de schulden zijn').check();
    await page.getByRole('button', { name: 'Verder' }).click();
    assert.equal(await page.locator('b').count(), 0, 'markup in a free field is text');
    await page.getByRole('button', { name: 'Terug om te wijzigen' }).click();
    assert.equal(await page.getByLabel('Kenmerk van').inputValue(), 'beschikking 12');
    await page.getByRole('button', { name: 'Verder' }).click();
    await page.getByRole('button', { name: 'Toestemming vastleggen' }).click();
    assert.match(await page.locator('main').textContent(), /Hoe hoog de schulden zijn/);
    assert.doesNotMatch(await page.locator('main').textContent(), /Wat de raadslieden antwoordden/);
    await context.close();
  });

  test('what is sent twice is recorded once', async () => {
    const context = await noScript();
    const page = await signIn(context, 'noor');
    await find(page, UNKNOWN);
    await page.getByRole('link', { name: 'Samenwerken', exact: true }).click();
    await page.getByRole('button', { name: 'Verder' }).click();
    const cookie = (await context.cookies(program.url)).map(({ name, value }) => `${name}=${value}`).join('; ');
    const form = page.locator('form').filter({ has: page.getByRole('button', { name: 'Toestemming vastleggen' }) });
    const body = new URLSearchParams([['stap', 'vastleggen']]);
    for (const field of await form.locator('input[type=hidden]').all()) {
      body.append(await field.getAttribute('name'), await field.inputValue());
    }
    const send = () => fetch(new URL(page.url()), { method: 'POST', redirect: 'manual', headers: { cookie }, body });
    const answers = [...await Promise.all([send(), send()]), await send()];
    assert.deepEqual(answers.map((answer) => answer.status), [303, 303, 303]);
    assert.equal(new Set(answers.map((answer) => answer.headers.get('location'))).size, 1, 'one conversation');
    await context.close();
  });

  test('a consent manager of a party is shown its own bundles only', async () => {
    const context = await noScript();
    const page = await signIn(context, 'bram');
    await find(page, SAMIRA);
    assert.equal(await page.getByRole('link', { name: 'Samenwerken', exact: true }).count(), 1);
    await page.getByRole('link', { name: 'Zelf kiezen' }).click();
    assert.match(await page.locator('footer').textContent(), /incluzio/);
    await context.close();
  });
});

test('every page is accessible, fits every screen, and is worth a look', async () => {
  const context = await withScript();
  const page = await context.newPage();
  await page.goto(`${program.url}/console/aanmelden`);
  await lookAt(page, 'aanmelden');
  await page.goto(`${demo.url}/console/aanmelden`);
  await lookAt(page, 'aanmelden-demo');
  const desk = await signIn(context, 'noor');
  await lookAt(desk, 'zoeken');
  await desk.getByLabel('Burgerservicenummer').fill('123456789');
  await desk.getByRole('button', { name: 'Zoeken' }).click();
  await lookAt(desk, 'zoeken-fout');
  await find(desk, '111222333');
  await lookAt(desk, 'inwoner-leeg');
  await find(desk, SAMIRA);
  const resident = desk.url();
  await lookAt(desk, 'inwoner');
  await desk.getByRole('link', { name: 'Samenwerken', exact: true }).click();
  await lookAt(desk, 'verlenen-pakket');
  await desk.getByRole('button', { name: 'Verder' }).click();
  await lookAt(desk, 'verlenen-controleren');
  await desk.getByRole('button', { name: 'Toestemming vastleggen' }).click();
  await lookAt(desk, 'verleend');
  await desk.goto(`${resident}/verlenen/zelf`);
  await lookAt(desk, 'verlenen-zelf');
  await desk.locator('#tot').fill('');
  await desk.getByRole('button', { name: 'Verder' }).click();
  await lookAt(desk, 'verlenen-zelf-fout');
  await desk.goto(resident);
  await desk.getByRole('link', { name: /^Deze toestemming intrekken/ }).first().click();
  await lookAt(desk, 'intrekken');
  await desk.getByRole('button', { name: 'Verder' }).click();
  await lookAt(desk, 'intrekken-controleren');
  await desk.getByRole('button', { name: 'Nu intrekken' }).click();
  await lookAt(desk, 'ingetrokken');
  await desk.goto(`${program.url}/console/bestaat-niet`);
  await lookAt(desk, 'niet-gevonden');
  await desk.goto(`${program.url}/console/taal/en`);
  assert.equal(await desk.locator('html').getAttribute('lang'), 'en');
  await lookAt(desk, 'zoeken-engels');
  await context.close();
});
