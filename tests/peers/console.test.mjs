// The console as consent managers meet it: the real program, a real identity provider, a real browser.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { lookAt } from './browser.mjs';
import { daysAhead, flows, giveAll, giveWhatTakesTwo, requestOf } from './console-flows.mjs';
import { allWereLookedAt, isOfHelp } from './console-routes.mjs';
import { NUMBERS, asUsual, SAMIRA, cookiesOf, find, formBehind, idIn, noScript, post, signIn, withScript, openWorld, sendMarkup } from './console-world.mjs';

let world;

before(async () => { world = await openWorld(); });
after(() => world?.close());

describe('signing in', () => {
  test('a consent manager comes in, and out everywhere', async () => {
    const [here, there] = [await noScript(world), await noScript(world)];
    const page = await signIn(world, here, 'noor');
    assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'Inwoner zoeken');
    const cookies = await here.cookies(world.program.url);
    const session = cookies.find(({ name }) => name === 'schakel-sessie');
    assert.ok(session.httpOnly && session.sameSite === 'Lax' && session.expires === -1);
    const other = await signIn(world, there, 'noor');
    await page.getByRole('button', { name: 'Afmelden' }).click();
    assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'U bent afgemeld');
    await other.reload();
    assert.match(other.url(), /aanmelden\?terug=/);
    await here.close();
    await there.close();
  });

  test('a session of before is never the session of after', async () => {
    const context = await noScript(world);
    await context.addCookies([{ name: 'schakel-sessie', value: 'chosen-by-somebody-else', url: world.program.url }]);
    await signIn(world, context, 'noor');
    const first = (await context.cookies(world.program.url)).find(({ name }) => name === 'schakel-sessie').value;
    assert.notEqual(first, 'chosen-by-somebody-else');
    const page = await context.newPage();
    await page.goto(`${world.program.url}/console/aanmelden/begin`);
    const second = (await context.cookies(world.program.url)).find(({ name }) => name === 'schakel-sessie').value;
    assert.notEqual(first, second, 'signing in again gives another session');
    const old = await fetch(`${world.program.url}/console`, { headers: { cookie: `schakel-sessie=${first}` }, redirect: 'manual' });
    assert.equal(old.status, 303, 'and ends the old one');
    await context.close();
  });

  test('who has no work here, or claims more than the client may, stays outside', async () => {
    for (const [who, heading] of [['vera', 'U mag hier niet in'], ['max', 'Aanmelden is niet gelukt']]) {
      const context = await noScript(world);
      const page = await signIn(world, context, who);
      assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), heading);
      assert.ok(!(await context.cookies(world.program.url)).some(({ name }) => name === 'schakel-sessie'));
      await context.close();
    }
  });

  test('a browser that was not sent away cannot come back, and nobody is sent elsewhere', async () => {
    const ask = (path, headers = {}) => fetch(`${world.program.url}${path}`, { headers, redirect: 'manual' });
    const forged = await ask('/console/aanmelden/terug?code=x&state=y', { cookie: 'schakel-aanmelding=z' });
    assert.equal(forged.status, 400);
    for (const elsewhere of ['https://kwaad.example', '//kwaad.example', '/\\kwaad.example']) {
      const page = await (await ask(`/console/aanmelden?terug=${encodeURIComponent(elsewhere)}`)).text();
      assert.ok(!page.includes('kwaad'), elsewhere);
    }
  });
});

describe('the doors', () => {
  test('every page forbids frames, inline scripts and caches; files are kept for ever', async () => {
    const page = await fetch(`${world.program.url}/console/aanmelden`);
    const policy = page.headers.get('content-security-policy');
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe|\*/);
    assert.equal(page.headers.get('x-frame-options'), 'DENY');
    assert.equal(page.headers.get('cache-control'), 'no-store');
    const text = await page.text();
    assert.doesNotMatch(text, /<script(?! src="\/console\/bestanden\/)|\sstyle="|\son\w+="/);
    const style = await fetch(world.program.url + text.match(/\/console\/bestanden\/[^"]+/)[0]);
    assert.match(style.headers.get('cache-control'), /immutable/);
  });

  test('a form without the secret of the session changes nothing', async () => {
    const context = await noScript(world);
    const page = await signIn(world, context, 'noor');
    await find(world, page, SAMIRA);
    const cookie = (await context.cookies(world.program.url)).map(({ name, value }) => `${name}=${value}`).join('; ');
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

describe('the search', () => {
  test('a number is checked, kept in the field, and never in an address or log', async () => {
    const context = await noScript(world);
    const page = await signIn(world, context, 'noor');
    for (const [typed, fault] of [['', /Vul het/], ['12345', /9 cijfers/], ['123456789', /kan niet kloppen/]]) {
      await page.goto(`${world.program.url}/console`);
      await page.getByLabel('Burgerservicenummer').fill(typed);
      await page.getByRole('button', { name: 'Zoeken' }).click();
      assert.match(await page.title(), /^Fout: /);
      assert.match(await page.locator('#bsn-fout').textContent(), fault);
      assert.equal(await page.getByLabel('Burgerservicenummer').inputValue(), typed);
    }
    await find(world, page, NUMBERS[7]);
    assert.doesNotMatch(page.url(), /\d{9}/);
    assert.ok(!world.program.log.some((line) => line.includes(NUMBERS[7]) || line.includes(SAMIRA)));
    await context.close();
  });
});

test('every page is accessible, fits every screen, and is worth a look', async () => {
  const context = await withScript(world);
  const page = await context.newPage();
  await page.goto(`${world.program.url}/console/aanmelden`);
  await lookAt(page, 'aanmelden');
  await page.goto(`${world.demo.url}/console/aanmelden`);
  await lookAt(page, 'aanmelden-demo');
  const desk = await signIn(world, context, 'noor');
  const home = `${world.program.url}/console`;
  const next = (name) => desk.getByRole('button', { name }).click();
  await lookAt(desk, 'zoeken');
  await desk.getByLabel('Burgerservicenummer').fill('123456789');
  await next('Zoeken');
  await lookAt(desk, 'zoeken-fout');
  await desk.goto(`${home}/aflopend`);
  await lookAt(desk, 'aflopend-leeg');
  await desk.goto(`${home}/tweede-akkoord`);
  await lookAt(desk, 'tweede-akkoord-leeg');
  const empty = await find(world, desk, NUMBERS[6]);
  await lookAt(desk, 'inwoner-leeg');
  const resident = await find(world, desk, SAMIRA);
  const asked = await requestOf(world, idIn(empty), 'Mevrouw wil dat wij meedenken over de post die zij krijgt. Zij belde er gisteren over.');
  await lookAt(desk, 'inwoner');
  await desk.getByRole('link', { name: 'Samenwerken', exact: true }).click();
  await lookAt(desk, 'verlenen-pakket');
  await next('Verder');
  await lookAt(desk, 'verlenen-controleren');
  await next('Toestemming vastleggen');
  await lookAt(desk, 'verleend');
  await next('Maak een blad met code');
  await lookAt(desk, 'verleend-met-code');
  await desk.goto(`${resident}/verlenen/SAMENWERKEN`);
  await next('Verder');
  await desk.getByText('Dit was al zichtbaar').click();
  await lookAt(desk, 'verlenen-controleren-niets-nieuws');
  await desk.goto(`${resident}/verlenen/zelf`);
  await lookAt(desk, 'verlenen-zelf');
  await desk.locator('#tot').fill('');
  await next('Verder');
  await lookAt(desk, 'verlenen-zelf-fout');
  await desk.goto(resident);
  await desk.getByRole('link', { name: /^Deze toestemming intrekken/ }).first().click();
  await lookAt(desk, 'intrekken');
  for (const box of await desk.locator('input[name=groep]').all()) await box.uncheck();
  await next('Verder');
  await lookAt(desk, 'intrekken-fout');
  for (const box of (await desk.locator('input[name=groep]').all()).slice(0, 5)) await box.check();
  await next('Verder');
  await lookAt(desk, 'intrekken-controleren');
  await next('Nu intrekken');
  await lookAt(desk, 'ingetrokken');
  await desk.goto(`${home}/code`);
  await lookAt(desk, 'code');
  await next('Verder');
  await lookAt(desk, 'code-fout');
  await desk.goto(`${home}/verzoeken`);
  await lookAt(desk, 'verzoeken');
  await desk.goto(`${empty}/verlenen/verzoek-${asked}`);
  await lookAt(desk, 'verzoek-toekennen');
  await desk.goto(`${empty}/weigeren/${asked}`);
  await lookAt(desk, 'weigeren');
  await desk.getByLabel('Een ouder').check();
  await next('Weigering vastleggen');
  await lookAt(desk, 'weigeren-fout');
  await desk.getByLabel('De inwoner zelf').check();
  await next('Weigering vastleggen');
  await lookAt(desk, 'verzoeken-leeg');
  await desk.goto(`${resident}/verlenen/LAMPJE`);
  await desk.locator('#tot').fill(daysAhead(12));
  await next('Verder');
  await next('Toestemming vastleggen');
  await desk.goto(`${home}/aflopend`);
  await lookAt(desk, 'aflopend');
  await desk.getByRole('link', { name: /^Opnieuw bevestigen/ }).first().click();
  await lookAt(desk, 'herbevestigen');
  await desk.goto(resident);
  await lookAt(desk, 'inwoner-vol');
  await giveWhatTakesTwo(desk, empty);
  await lookAt(desk, 'verleend-wacht');
  await desk.goto(empty);
  await lookAt(desk, 'inwoner-wacht');
  await desk.goto(`${home}/tweede-akkoord`);
  await lookAt(desk, 'tweede-akkoord-eigen');
  await desk.getByRole('link', { name: /^Bekijk voor/ }).click();
  await lookAt(desk, 'akkoord-eigen');
  const second = await withScript(world);
  const daan = await signIn(world, second, 'daan');
  await daan.goto(`${home}/tweede-akkoord`);
  await lookAt(daan, 'tweede-akkoord');
  await daan.getByRole('link', { name: /^Bekijk voor/ }).click();
  await lookAt(daan, 'akkoord');
  // A colleague was first.
  await desk.goto(`${empty}/intrekken/alles`);
  await next('Verder');
  await next('Nu intrekken');
  await daan.getByRole('button', { name: /^Akkoord/ }).click();
  await lookAt(daan, 'akkoord-te-laat');
  await daan.goto(home);
  await daan.getByRole('button', { name: 'Afmelden' }).click();
  await lookAt(daan, 'afgemeld');
  await second.close();
  await desk.goto(`${home}/aflopend`);
  await desk.getByRole('link', { name: /^Opnieuw bevestigen/ }).first().click();
  await desk.locator('#tot').fill('gisteren');
  await next('Opnieuw bevestigen');
  await lookAt(desk, 'herbevestigen-fout');
  await desk.goto(`${home}/code/ingetrokken`);
  await lookAt(desk, 'code-ingetrokken');
  await desk.goto(`${home}/bestaat-niet`);
  await lookAt(desk, 'niet-gevonden');
  await desk.goto(`${home}/taal/en`);
  assert.equal(await desk.locator('html').getAttribute('lang'), 'en');
  await lookAt(desk, 'zoeken-engels');
  allWereLookedAt((route) => !isOfHelp(route));
  await context.close();
});

flows(() => world);

test('a language from right to left is a file, and its pages are as good', async () => {
  const context = await withScript(world, { locale: 'ar' });
  const page = await context.newPage();
  await page.goto(`${world.program.url}/console/aanmelden`);
  assert.deepEqual([await page.locator('html').getAttribute('lang'), await page.locator('html').getAttribute('dir')], ['ar', 'rtl']);
  const dutch = await withScript(world);
  const desk = await signIn(world, dutch, 'noor');
  const resident = await find(world, desk, SAMIRA);
  await desk.goto(`${world.program.url}/console/taal/ar`);
  for (const [path, name] of [[resident, 'rtl-inwoner'], [`${resident}/verlenen/SAMENWERKEN`, 'rtl-verlenen'], [`${world.program.url}/console/verzoeken`, 'rtl-verzoeken']]) {
    await desk.goto(path);
    await lookAt(desk, name);
  }
  // What is at the start of a line stands at the right.
  const [brand, menu] = [await desk.locator('.console-brand').boundingBox(), await desk.locator('.console-nav').boundingBox()];
  assert.ok(brand.x > menu.x);
  await dutch.close();
  await context.close();
});

test('a consent manager of a party sees what is theirs, told as such', async () => {
  const context = await withScript(world);
  const page = await signIn(world, context, 'bram');
  const resident = await find(world, page, SAMIRA);
  assert.match(await page.locator('footer').textContent(), /U werkt voor\s*Incluzio, buurtteam Sociaal/);
  assert.equal(await page.getByText('Onbekend').count(), 0);
  assert.match(await page.locator('main').textContent(), /U ziet alleen wat uw organisatie deelt of ontvangt/);
  await lookAt(page, 'inwoner-van-een-partij');
  await page.getByRole('link', { name: 'Zelf kiezen' }).click();
  await page.getByLabel('U Centraal', { exact: true }).check();
  await page.getByLabel('Hoe hoog de schulden zijn').check();
  await page.getByRole('button', { name: 'Verder' }).click();
  assert.match(await page.locator('#groepen-fout').textContent(), /alleen vast wat Incluzio, buurtteam Sociaal deelt of ontvangt/);
  await giveAll(page, resident);
  assert.match(await page.getByRole('status').textContent(), /vastgelegd/);
  await context.close();
});

test('a bundle that a party recorded is handed out whole and ends whole, and nothing is said of what that party can\'t know', async () => {
  const [context, central] = [await noScript(world), await noScript(world)];
  const page = await signIn(world, context, 'bram');
  const resident = await find(world, page, NUMBERS[11]);
  assert.match(await page.locator('main').textContent(), /Wat andere organisaties met elkaar delen, ziet u hier niet/);
  await giveAll(page, resident);
  assert.match(await page.locator('main').textContent(), /U Centraal[^]*Lokalis/);
  await page.goto(resident);
  await page.getByRole('link', { name: /^Deze toestemming intrekken/ }).click();
  await page.getByRole('button', { name: 'Verder' }).click();
  await page.getByRole('button', { name: 'Nu intrekken' }).click();
  assert.match(await page.locator('main').textContent(), /Wat andere organisaties met elkaar delen, ziet u hier niet/);
  const desk = await signIn(world, central, 'noor');
  await find(world, desk, NUMBERS[11]);
  assert.equal(await desk.locator('.console-cell', { hasText: 'met toestemming' }).count(), 0);
  assert.ok(await desk.locator('.console-cell', { hasText: 'ingetrokken' }).count() > 12, 'of others too');
  await Promise.all([context.close(), central.close()]);
});

test('all that a resident agreed to ends at once, however much it is', async () => {
  const context = await noScript(world);
  const page = await signIn(world, context, 'noor');
  const resident = await find(world, page, NUMBERS[12]);
  for (let times = 0; times < 9; times += 1) await giveAll(page, resident);
  await page.goto(`${resident}/intrekken/alles`);
  await page.getByRole('button', { name: 'Verder' }).click();
  assert.match(await page.locator('h1').textContent(), /Klopt dit|intrekken/i);
  await page.getByRole('button', { name: 'Nu intrekken' }).click();
  assert.match(page.url(), /\/ingetrokken\/\d+$/);
  await page.goto(resident);
  assert.equal(await page.locator('.console-cell', { hasText: 'met toestemming' }).count(), 0);
  await context.close();
});

describe('where scripts run', () => {
  test('the number of requests changes by itself, also in the window of a colleague', async () => {
    const context = await asUsual(world);
    const page = await signIn(world, context, 'noor');
    const counter = page.locator('[data-counter]');
    const before = Number(await counter.textContent());
    await requestOf(world, 'z'.repeat(26), 'nog een');
    await page.waitForFunction((old) => Number(document.querySelector('[data-counter]').textContent) === old + 1, before);
    await context.close();
  });

  test('everything is reached and done with the keyboard alone, and focus is never lost', async () => {
    const context = await asUsual(world);
    const page = await signIn(world, context, 'noor');
    await page.goto(`${world.program.url}/console`);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Ga naar de inhoud');
    await page.keyboard.press('Enter');
    await reach(page, (element) => element.id === 'bsn');
    await page.keyboard.type('12');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#fouten');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'fouten', 'the summary of what is wrong comes first');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'bsn');
    await page.keyboard.press('Control+A');
    await page.keyboard.type(NUMBERS[7]);
    await page.keyboard.press('Enter');
    await page.waitForURL(/inwoners/);
    await reach(page, (element) => element.textContent === 'Samenwerken');
    await page.keyboard.press('Enter');
    await page.waitForURL(/verlenen/);
    await reach(page, (element) => element.textContent === 'Verder');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^Klopt dit/ }).waitFor();
    await reach(page, (element) => element.textContent === 'Toestemming vastleggen' && element.value === 'vastleggen');
    await page.keyboard.press('Enter');
    await page.waitForURL(/verleend/);
    await reach(page, (element) => element.textContent === 'Terug naar de inwoner');
    await page.keyboard.press('Enter');
    await page.waitForURL(/inwoners\/[^/]+$/);
    await page.getByRole('heading', { name: 'Tijdlijn' }).waitFor();
    await reach(page, (element) => element.textContent.startsWith('Deze toestemming intrekken'));
    await page.keyboard.press('Enter');
    await page.waitForURL(/intrekken/);
    await reach(page, (element) => element.textContent === 'Verder');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^Klopt dit/ }).waitFor();
    await reach(page, (element) => element.textContent === 'Nu intrekken');
    await page.keyboard.press('Enter');
    await page.waitForURL(/ingetrokken/);
    await context.close();
  });
});

/** Tabs until it is there; each stop on the way can be seen. */
async function reach(page, isThere) {
  for (let stops = 0; stops < 120; stops += 1) {
    await page.keyboard.press('Tab');
    const [found, seen] = await page.evaluate(`[(${isThere})(document.activeElement), (() => { const box = document.activeElement.getBoundingClientRect(); return box.width > 0 && box.height > 0; })()]`);
    assert.ok(seen, 'focus stands on something that can be seen');
    if (found) return;
  }
  assert.fail('it is never reached');
}

describe('who may not', () => {
  test('a consent desk of another municipality sees and ends nothing here', async () => {
    const context = await noScript(world);
    const page = await signIn(world, context, 'noor');
    const resident = await find(world, page, NUMBERS[7]);
    await giveAll(page, resident);
    const receipt = page.url().split('?')[0];
    await page.goto(resident);
    await page.getByRole('link', { name: /^Deze toestemming intrekken/ }).first().click();
    const withdrawal = page.url();
    await page.getByRole('button', { name: 'Verder' }).click();
    const { body } = await formBehind(page, 'Nu intrekken');
    const elsewhere = await noScript(world);
    const eva = await signIn(world, elsewhere, 'eva');
    await eva.goto(resident);
    assert.equal(await eva.locator('.console-grant').count(), 0);
    assert.equal(await eva.getByRole('link', { name: 'Samenwerken', exact: true }).count(), 0);
    assert.doesNotMatch(await eva.locator('main').textContent(), /Incluzio|Ja, tot en met/);
    for (const path of [receipt, `${receipt}/bestand`, withdrawal, `${resident}/verlenen/SAMENWERKEN`]) {
      assert.equal((await fetch(path, { headers: { cookie: await cookiesOf(world, elsewhere) } })).status, 404, path);
    }
    body.set('formulier', await eva.locator('input[name=formulier]').first().inputValue());
    for (const url of [withdrawal, `${resident}/intrekken/alles`]) {
      await post(url, await cookiesOf(world, elsewhere), body);
    }
    await eva.goto(`${world.program.url}/console/verzoeken`);
    assert.equal(await eva.getByRole('article').count(), 0);
    await page.goto(resident);
    assert.match(await page.locator('.console-matrix').textContent(), /Ja, tot en met/);
    await elsewhere.close();
    await context.close();
  });

  test('forged forms, odd addresses and methods are refused and change nothing', async () => {
    const context = await noScript(world);
    const page = await signIn(world, context, 'noor');
    const resident = await find(world, page, NUMBERS[7]);
    const cookie = await cookiesOf(world, context);
    const secret = await page.locator('input[name=formulier]').first().inputValue();
    const before = await page.locator('.console-timeline').textContent();
    const forms = [
      [`${resident}/verlenen/SAMENWERKEN`, 'stap=vastleggen&aanvraag=1', 403],
      [`${resident}/verlenen/SAMENWERKEN`, `stap=vastleggen&formulier=${secret}&aanvraag=1&tot=1-1-2090&gegeven_door=PAUS&bewijs=EED`, 422],
      [`${resident}/verlenen/zelf`, `stap=vastleggen&formulier=${secret}&aanvraag=1&tot=${daysAhead(9)}&gegeven_door=INWONER&bewijs=GESPREK&ontvanger=kwaad&groep=kwaad_TRAJECT_LOOPT&doel=VERKOOP`, 422],
      [`${resident}/verlenen/verzoek-00000000-0000-7000-8000-000000000000`, `stap=controleren&formulier=${secret}`, 409],
      [`${resident}/verlenen/verzoek-x`, `formulier=${secret}`, 404],
      [`${resident}/weigeren/00000000-0000-7000-8000-000000000000`, `formulier=${secret}&aanvraag=1&gegeven_door=INWONER`, 404],
      [`${resident}/herbevestigen/00000000-0000-7000-8000-000000000000`, `formulier=${secret}&aanvraag=1`, 404],
      [`${resident}/intrekken/gesprek-00000000-0000-7000-8000-000000000000`, `formulier=${secret}&stap=vastleggen&groep=x`, 404],
      [`${resident}/intrekken/alles`, `formulier=${secret}&stap=vastleggen&groep=00000000-0000-7000-8000-000000000000_TRAJECT_LOOPT`, 422],
      [`${resident}/verleend/00000000-0000-7000-8000-000000000000`, `formulier=${secret}`, 404],
      [`${world.program.url}/console/code`, 'stap=vastleggen&code=x', 403],
      [`${world.program.url}/console/afmelden`, '', 403],
    ];
    for (const [url, body, status] of forms) {
      assert.equal((await post(url, cookie, body)).status, status, `${url} ${body}`);
    }
    const id = idIn(resident);
    for (const path of [
      `/console/inwoners/${id}/verleend/x`, `/console/inwoners/${id}/ingetrokken/x`, `/console/inwoners/${id}/weigeren/x`, `/console/inwoners/${id}/herbevestigen/x`, `/console/inwoners/${id}/akkoord/x`,
      '/console/verzoeken?na=a&na=b', '/console/aflopend?na=a&na=b', `/console/inwoners/${id}/inzagen?pagina=1&pagina=2`, `/console/inwoners/${id}/traject?taal=nl&taal=en`,
    ]) {
      const answer = await fetch(world.program.url + path, { headers: { cookie } });
      assert.equal(answer.status, 404, path);
      assert.match(await answer.text(), /<html lang="nl"[^]*href="\/console"/, `${path}: a page with the way back`);
    }
    const nobody = await fetch(`${world.program.url}/console/aanmelden?terug=a&terug=b`, { headers: { 'accept-language': 'nl' } });
    assert.match(await nobody.text(), /<html lang="nl"/);
    const long = await post(`${resident}/verlenen/zelf`, cookie, `formulier=${secret}&plaats=${'a'.repeat(70_000)}`);
    assert.equal(long.status, 413);
    assert.match(await long.text(), /te veel tekst/);
    for (const path of ['/console/inwoners/x', '/console/inwoners/%00', '/console/inwoners/' + 'a'.repeat(500), `/console/verzoeken?na=%22%3E`]) {
      const answer = await fetch(world.program.url + path, { headers: { cookie } });
      assert.ok([404].includes(answer.status), `${path} ${answer.status}`);
      assert.equal(answer.headers.get('x-frame-options'), 'DENY');
    }
    await page.goto(resident);
    assert.equal(await page.locator('.console-timeline').textContent(), before);
    await context.close();
  });

  test('markup in any field of any form stays text, and nothing typed is lost', async () => {
    const context = await noScript(world);
    const page = await signIn(world, context, 'noor');
    const resident = await find(world, page, NUMBERS[10]);
    await giveAll(page, resident);
    const gesprek = page.url().match(/verleend\/([0-9a-f-]+)/)[1];
    const asked = await requestOf(world, idIn(resident), '<i class=kwaad>waarom</i>');
    await page.goto(`${resident}/weigeren/${asked}`);
    assert.equal(await page.locator('.kwaad').count(), 0);
    for (const [path, button] of [
      [`${world.program.url}/console`, 'Zoeken'],
      [`${resident}/verlenen/SAMENWERKEN`, 'Verder'],
      [`${resident}/verlenen/zelf`, 'Verder'],
      [`${resident}/verlenen/verzoek-${asked}`, 'Verder'],
      [`${resident}/herbevestigen/${gesprek}`, 'Opnieuw bevestigen'],
      [`${world.program.url}/console/code`, 'Verder'],
    ]) {
      await page.goto(path);
      await sendMarkup(page, button);
    }
    await context.close();
  });

  test('without a session nothing is told, not even by the counter', async () => {
    for (const path of ['/console', '/console/verzoeken', '/console/aflopend', '/console/code', `/console/inwoners/${'a'.repeat(26)}`]) {
      const answer = await fetch(world.program.url + path, { redirect: 'manual' });
      assert.equal(answer.status, 303, path);
      assert.match(answer.headers.get('location'), /^\/console\/aanmelden\?terug=/);
    }
    assert.equal((await fetch(`${world.program.url}/console/verzoeken/teller`)).status, 204);
  });

  test('who loses the role is out at the next click', async () => {
    const context = await noScript(world);
    const page = await signIn(world, context, 'bram');
    await page.goto(`${world.program.url}/console/verzoeken`);
    assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'Verzoeken');
    await world.restart(['toestemmingsbeheer', 'toestemming-elders']);
    await page.reload();
    assert.match(page.url(), /aanmelden/);
    await world.restart();
    await page.goto(`${world.program.url}/console`);
    assert.match(page.url(), /aanmelden/, 'and the session stays ended when the role comes back');
    await context.close();
  });
});
