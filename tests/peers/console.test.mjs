// The console as consent managers meet it: the real program, a real identity provider, a real browser.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { lookAt } from './browser.mjs';
import { daysAhead, giveAll, giveWhatTakesTwo, requestOf } from './console-acts.mjs';
import { flows } from './console-flows.mjs';
import { allWereLookedAt, isOfHelp } from './console-routes.mjs';
import { security } from './console-security.mjs';
import { NUMBERS, SAMIRA, asUsual, find, idIn, noScript, openWorld, signIn, withScript } from './console-world.mjs';

let world;

// Utrecht, where a consent is to be confirmed again every month.
const everyMonth = (text) => text
  .replace(/(?<=start = "TOESTEMMING_VERLEEND"\nduur = { aantal = )12/, '1')
  .replace(/2, eenheid = "MAANDEN" }(?=\nwaarschuw = \["TOESTEMMINGSBEHEERDER"\])/, '1, eenheid = "WEKEN" }');

before(async () => { world = await openWorld({ inrichting: everyMonth }); });
after(() => world?.close());

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
  await desk.goto(`${home}/bevestigen`);
  await lookAt(desk, 'bevestigen');
  await desk.getByRole('link', { name: /^Opnieuw bevestigen/ }).first().click();
  await desk.getByRole('button', { name: 'Opnieuw bevestigen' }).waitFor();
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

security(() => world);
