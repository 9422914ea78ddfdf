// Pages in states that people seldom see: what was overtaken, refused, held up or read from right to left.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { lookAt } from './browser.mjs';
import { daysAhead, giveAll, requestOf, timeline } from './console-acts.mjs';
import { NUMBERS, SAMIRA, find, idIn, openWorld, signIn, withScript } from './console-world.mjs';

let world;

before(async () => { world = await openWorld(); });
after(() => world?.close());

const heading = (page) => page.getByRole('heading', { level: 1 }).textContent();
const next = (page, name) => page.getByRole('button', { name, exact: true }).click();

async function desk(who = 'noor') {
  const context = await withScript(world);
  return { context, page: await signIn(world, context, who) };
}

describe('who is not let in', () => {
  test('is told so on a page that is as good as any', async () => {
    for (const [who, name] of [['vera', 'aanmelden-geen-werk'], ['max', 'aanmelden-mislukt']]) {
      const { context, page } = await desk(who);
      await lookAt(page, name);
      await context.close();
    }
    const { context, page } = await desk();
    await page.locator('input[name=formulier]').last().evaluate((field) => { field.value = 'guessed'; });
    await page.getByLabel('Burgerservicenummer').fill(SAMIRA);
    await next(page, 'Zoeken');
    assert.equal(await page.locator('input[name=bsn]').count(), 0);
    await lookAt(page, 'vreemd-formulier');
    await context.close();
  });
});

describe('a session that ends', () => {
  test('is warned of in time; who stays stays, and what was typed is kept', async () => {
    const { context, page } = await desk();
    const resident = await find(world, page, SAMIRA);
    let left = 100;
    // How long the server says it lasts; the rest is the server's own.
    await page.route('**/console/sessie', (route) => (left === undefined ? route.continue() : route.fulfill({ status: left === 0 ? 401 : 200, body: `${left}` })));
    await page.clock.install();
    await page.goto(`${resident}/verlenen/zelf`);
    await page.locator('#plaats').fill('Bibliotheek Overvecht');
    const warning = page.locator('.console-stay');
    assert.equal(await warning.isVisible(), false);
    await page.clock.fastForward('14:00');
    await warning.waitFor();
    assert.match(await warning.innerText(), /over ongeveer 2 minuten afgemeld/);
    await lookAt(page, 'sessie-bijna-voorbij');
    const asked = page.waitForResponse((answer) => answer.url().endsWith('blijf=true'));
    await next(page, 'Aangemeld blijven');
    assert.ok(Number(await (await asked).text()) > 800);
    await warning.waitFor({ state: 'hidden' });
    left = 0;
    await page.clock.fastForward('14:00');
    await warning.waitFor();
    assert.match(await warning.innerText(), /niet meer aangemeld/);
    await lookAt(page, 'sessie-voorbij');
    // Signed in again in another window, it goes on by itself.
    left = undefined;
    await page.clock.fastForward('00:20');
    await warning.waitFor({ state: 'hidden' });
    assert.equal(await page.locator('#plaats').inputValue(), 'Bibliotheek Overvecht');
    await context.close();
  });

  test('keeps what is sent after it', async () => {
    const { context, page } = await desk();
    const resident = await find(world, page, SAMIRA);
    await page.goto(`${resident}/verlenen/SAMENWERKEN`);
    await context.clearCookies();
    await next(page, 'Verder');
    assert.equal(await heading(page), 'Uw aanmelding is verlopen');
    await lookAt(page, 'formulier-na-sessie');
    // Whoever signs in then without the former session sends a form of somebody's.
    const [again] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: /^Opnieuw aanmelden/ }).click()]);
    await again.getByRole('link', { name: 'Aanmelden met uw werkaccount' }).click();
    await again.locator('input[name=login]').fill('daan');
    await again.locator('input[name=password]').fill('test');
    await again.locator('button[type=submit]').click();
    await again.locator('button[type=submit]').first().click();
    await again.getByLabel('Burgerservicenummer').waitFor();
    await next(page, 'Opnieuw versturen');
    assert.match(await heading(page), /^Dit formulier/);
    await context.close();
  });
});

describe('what was overtaken, or takes more', () => {
  test('is told on the page of a code', async () => {
    const { context, page } = await desk();
    const resident = await find(world, page, NUMBERS[0]);
    await giveAll(page, resident);
    await next(page, 'Maak een blad met code');
    const code = (await page.locator('.console-code__signs').textContent()).trim();
    // Another consent keeps a part of it open.
    await page.goto(`${resident}/verlenen/LAMPJE`);
    await next(page, 'Verder');
    await next(page, 'Toestemming vastleggen');
    await page.goto(`${world.program.url}/console/code`);
    await page.getByLabel('Code', { exact: true }).fill(code);
    await next(page, 'Verder');
    await lookAt(page, 'code-controleren');
    await next(page, 'Nu intrekken');
    await lookAt(page, 'code-ingetrokken-gelukt');
    await page.goto(`${world.program.url}/console/code`);
    await page.getByLabel('Code', { exact: true }).fill(code);
    await next(page, 'Verder');
    await lookAt(page, 'code-al-ingetrokken');
    await context.close();
  });

  test('is told on the pages of a withdrawal', async () => {
    const [{ context, page }, other] = [await desk(), await desk('daan')];
    const resident = await find(world, page, NUMBERS[1]);
    await giveAll(page, resident);
    await page.goto(`${resident}/verlenen/LAMPJE`);
    await next(page, 'Verder');
    await next(page, 'Toestemming vastleggen');
    await page.goto(resident);
    const samenwerken = page.getByRole('link', { name: /^Deze toestemming intrekken.*Samenwerken/ });
    await samenwerken.first().click();
    await next(page, 'Verder');
    await lookAt(page, 'intrekken-blijft-zichtbaar');
    // A colleague withdraws a part of it, then the rest.
    await other.page.goto(resident);
    await other.page.locator('summary').first().click();
    await other.page.locator('.console-parts a').first().click();
    await next(other.page, 'Verder');
    await next(other.page, 'Nu intrekken');
    await next(page, 'Nu intrekken');
    await lookAt(page, 'ingetrokken-deels-eerder');
    await page.goto(`${resident}/intrekken/alles`);
    await next(page, 'Verder');
    await other.page.goto(`${resident}/intrekken/alles`);
    await next(other.page, 'Verder');
    await next(other.page, 'Nu intrekken');
    await next(page, 'Nu intrekken');
    await lookAt(page, 'ingetrokken-alles-eerder');
    await page.goto(`${resident}/intrekken/alles`);
    await lookAt(page, 'intrekken-niets');
    await Promise.all([context.close(), other.context.close()]);
  });

  test('is told on the pages of a grant', async () => {
    const { context, page } = await desk();
    const resident = await find(world, page, NUMBERS[2]);
    await page.goto(`${resident}/verlenen/SAMENWERKEN`);
    await page.locator('#tot').fill('gisteren');
    await next(page, 'Verder');
    await lookAt(page, 'verlenen-pakket-fout');
    await page.goto(`${resident}/verlenen/zelf`);
    await page.getByLabel('U Centraal', { exact: true }).check();
    await page.getByLabel('Hoe hoog de schulden zijn').check();
    await page.locator('#tot').fill(daysAhead(60));
    await next(page, 'Verder');
    await lookAt(page, 'verlenen-controleren-tweede-nodig');
    // Answered twice: the second is told what the first did.
    const asked = await requestOf(world, idIn(resident), 'om samen te overleggen');
    await page.goto(`${resident}/weigeren/${asked}`);
    await next(page, 'Weigering vastleggen');
    await page.goto(`${resident}/weigeren/${asked}`);
    await lookAt(page, 'verzoek-al-beantwoord');
    await context.close();
  });
});

describe('a long history', () => {
  test('comes in pages, with what stands before what has ended', async () => {
    const { context, page } = await desk();
    const resident = await find(world, page, NUMBERS[15]);
    const bewijs = { soort: 'GESPREK', tekstversie: '2026-1', taal: 'nl' };
    const gesprekken = [];
    for (let times = 0; times < 23; times += 1) {
      const invoer = { inwoner: idIn(resident), pakket: 'LAMPJE', geldigTot: new Date(Date.now() + (40 + times) * 86_400_000).toISOString(), gegevenDoor: 'INWONER', bewijs };
      const given = await world.ask('toestemming', 'mutation($invoer: ToestemmingInvoer!) { toestemmingVerlenen(invoer: $invoer) { gesprek } }', { invoer });
      gesprekken.push(given.toestemmingVerlenen.gesprek);
    }
    for (const gesprek of gesprekken.slice(2)) {
      await world.ask('toestemming', 'mutation($invoer: IntrekkingInvoer!) { toestemmingIntrekken(invoer: $invoer) { registerversie } }', { invoer: { gesprek } });
    }
    await page.reload();
    const given = page.locator('.console-grant');
    const pager = (name) => page.getByRole('navigation', { name });
    assert.equal(await given.count(), 10);
    assert.deepEqual((await given.locator('.console-badge').allTextContents()).slice(0, 3), ['Geldig', 'Geldig', 'Ingetrokken'], 'the oldest two stand');
    assert.match(await pager(/^Bladzijden Vastgelegde/).textContent(), /Bladzijde 1 van 3/);
    assert.equal((await timeline(page)).length, 25);
    assert.match(await pager(/^Bladzijden Tijdlijn/).textContent(), /Bladzijde 1 van 2/);
    await lookAt(page, 'inwoner-lang');
    const first = await timeline(page);
    await pager(/^Bladzijden Vastgelegde/).getByRole('link', { name: 'Volgende' }).click();
    assert.match(page.url(), /toestemmingen=2#gegeven$/);
    assert.equal(await given.count(), 10);
    assert.deepEqual(await timeline(page), first, 'the other list stays where it was');
    await pager(/^Bladzijden Tijdlijn/).getByRole('link', { name: 'Volgende' }).click();
    assert.match(page.url(), /toestemmingen=2&tijdlijn=2#tijdlijn$/);
    assert.match((await timeline(page)).at(-1), /Toestemming vastgelegd: Lampje/);
    await lookAt(page, 'inwoner-lang-bladzijde-twee');
    await pager(/^Bladzijden Vastgelegde/).getByRole('link', { name: /Alles op één bladzijde/ }).click();
    assert.equal(await given.count(), 23);
    assert.match(page.url(), /toestemmingen=alles#gegeven$/);
    await context.close();
  });
});

describe('from right to left', () => {
  test('residents read the sheet, the receipt and what was withdrawn, on screen and on paper', async () => {
    const { context, page } = await desk();
    const resident = await find(world, page, SAMIRA);
    const helper = await desk('sara');
    await helper.page.goto(`${resident}/traject?taal=ar`);
    await lookAt(helper.page, 'rtl-traject');
    assert.equal(await helper.page.locator('.console-sheet > [lang="ar"]').first().getAttribute('dir'), 'rtl');
    assert.equal(await pagesOf(helper.page), 1, 'one sheet of paper');
    await helper.context.close();
    await giveAll(page, resident);
    assert.equal(await pagesOf(page), 2, 'the receipt is one sheet of paper, on both sides');
    await page.locator('.console-languages').getByRole('link', { name: 'العربية' }).click();
    await lookAt(page, 'rtl-verleend');
    await next(page, 'Maak een blad met code');
    assert.deepEqual(await page.locator('main > [lang]').evaluate(({ lang, dir }) => [lang, dir]), ['ar', 'rtl']);
    await lookAt(page, 'rtl-verleend-met-code');
    assert.ok(await pagesOf(page) <= 3, 'each text is a third longer here');
    await page.goto(`${world.program.url}/console/taal/ar?terug=${encodeURIComponent(`/console/inwoners/${idIn(resident)}/intrekken/alles`)}`);
    await page.locator('main form button[type=submit]').last().click();
    await page.locator('main form button[type=submit]').first().click();
    await page.waitForURL(/ingetrokken/);
    await lookAt(page, 'rtl-ingetrokken');
    await context.close();
  });
});

/** On how many sheets of A4 it prints. */
async function pagesOf(page) {
  await page.emulateMedia({ media: 'print' });
  const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1');
  await page.emulateMedia({ media: 'screen' });
  return (pdf.match(/\/Type\s*\/Page\b/g) ?? []).length;
}
