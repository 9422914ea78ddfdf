// What holds on every page: going back, another language, a session that ends, finding a client.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deskIn, giveAll, heading } from '../console-acts.mjs';
import { NUMBERS, SAMIRA, asUsual, find, signIn } from '../console-world.mjs';

/** What holds wherever somebody is. */
export function pages(world) {
  const desk = deskIn(world);

  describe('going back', () => {
    test('after each form the browser goes back and forward without sending it again', async () => {
      const context = await asUsual(world());
      const page = await signIn(world(), context, 'noor');
      const sent = [];
      page.on('request', (request) => { if (request.method() === 'POST') sent.push(new URL(request.url()).pathname); });
      const resident = await find(world(), page, NUMBERS[4]);
      const settle = () => page.waitForLoadState('load');
      const step = async (by) => {
        const from = page.url();
        await page.evaluate((steps) => window.history.go(steps), by);
        await page.waitForURL((url) => url.href !== from, { waitUntil: 'commit' });
        await settle();
      };
      const backAndForth = async (what) => {
        const [before, here] = [sent.length, page.url()];
        await step(-1);
        await step(1);
        await page.reload();
        await settle();
        assert.equal(sent.length, before, `${what}: nothing is sent again`);
        assert.equal(page.url(), here, what);
      };
      await backAndForth('the search');
      await giveAll(page, resident);
      assert.match(page.url(), /verleend/);
      // One step back is what was confirmed. A browser that shows it and sends it once more records nothing twice.
      const receipt = page.url();
      const grants = async () => (await page.goto(resident), page.locator('.console-grant').count());
      const given = await grants();
      await page.goto(receipt);
      await backAndForth('the receipt');
      await page.goto(`${resident}/intrekken/alles`);
      await page.getByRole('button', { name: 'Verder' }).click();
      await page.getByRole('button', { name: 'Nu intrekken' }).click();
      assert.match(page.url(), /ingetrokken/);
      await backAndForth('the withdrawal');
      assert.equal(await grants(), given);
      await context.close();
    });
  });

  describe('another language', () => {
    test('the language is chosen on each page and leads back to it, and nowhere else', async () => {
      const { context, page } = await desk();
      const resident = await find(world(), page, SAMIRA);
      await page.goto(`${resident}/verlenen/SAMENWERKEN`);
      await page.getByRole('link', { name: 'English' }).click();
      assert.equal(page.url(), `${resident}/verlenen/SAMENWERKEN`);
      assert.equal(await page.locator('html').getAttribute('lang'), 'en');
      await page.goto(`${resident}/inzagen?wat=alles&pagina=1`);
      await page.getByRole('link', { name: 'Nederlands' }).click();
      assert.equal(page.url(), `${resident}/inzagen?wat=alles&pagina=1`);
      // A resident reads in a language of their own, also the receipt with a code; the page around it stays as it was.
      await giveAll(page, resident);
      const sheet = page.locator('main > [lang]');
      await page.locator('.console-languages').getByRole('link', { name: 'English' }).click();
      assert.equal(await sheet.getAttribute('lang'), 'en');
      assert.match(await sheet.innerText(), /Your consent/);
      assert.equal(await page.locator('html').getAttribute('lang'), 'nl');
      await page.getByRole('button', { name: 'Maak een blad met code' }).click();
      assert.equal(await sheet.getAttribute('lang'), 'en');
      assert.equal(await page.locator('.console-code__signs').count(), 1);
      assert.equal(await page.locator('[hreflang]').count(), 0, 'no other language leads away from the code');
      for (const elsewhere of ['https://kwaad.example', '//kwaad.example', '/console//kwaad.example', '/\\kwaad.example', 'javascript:alert(1)']) {
        const answer = await fetch(`${world().program.url}/console/taal/en?terug=${encodeURIComponent(elsewhere)}`, { redirect: 'manual' });
        assert.equal(answer.headers.get('location'), '/console', elsewhere);
      }
      await context.close();
    });
  });

  describe('a session that ends', () => {
    test('loses nothing that was typed on a page of it, and opens that to nobody else', async () => {
      const { context, page } = await desk();
      const resident = await find(world(), page, SAMIRA);
      await page.goto(`${resident}/verlenen/zelf`);
      await page.getByLabel('U Centraal', { exact: true }).check();
      await page.getByLabel('Of er een schuldhulptraject loopt').first().check();
      await page.locator('#plaats').fill('Bibliotheek Overvecht');
      const elsewhere = await desk();
      await elsewhere.page.getByRole('button', { name: 'Afmelden' }).click();
      await page.getByRole('button', { name: 'Verder' }).click();
      assert.equal(await heading(page), 'Uw aanmelding is verlopen');
      await page.getByRole('button', { name: 'Opnieuw versturen' }).click();
      assert.equal(await heading(page), 'Uw aanmelding is verlopen', 'what is typed opens nothing');
      const [again] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: /^Opnieuw aanmelden/ }).click()]);
      await again.getByRole('link', { name: 'Aanmelden met uw werkaccount' }).click();
      await again.getByLabel('Burgerservicenummer').waitFor();
      await page.getByRole('button', { name: 'Opnieuw versturen' }).click();
      await page.getByRole('button', { name: 'Toestemming vastleggen' }).waitFor();
      assert.match(await page.locator('main').textContent(), /Bibliotheek Overvecht/);
      await Promise.all([context.close(), elsewhere.context.close()]);
    });
  });

  describe('the own client number', () => {
    test('a party finds its client by it, and what nobody has is told at the field', async () => {
      const { context, page } = await desk('bram');
      await page.goto(`${world().program.url}/console`);
      const resident = await find(world(), page, SAMIRA);
      await world().ask('systeem', 'mutation($invoer: KoppelingInvoer!) { koppelen(invoer: $invoer) { id } }', { invoer: { eigenNummer: 'IN-4711', inwoner: { bsn: SAMIRA } } });
      for (const [bsn, nummer, field] of [['', '', 'bsn'], [SAMIRA, 'IN-4711', 'nummer'], ['', 'IN-0000', 'nummer']]) {
        await page.goto(`${world().program.url}/console`);
        await page.getByLabel('Burgerservicenummer').fill(bsn);
        await page.getByLabel('nummer in uw eigen systeem').fill(nummer);
        await page.getByRole('button', { name: 'Zoeken' }).click();
        assert.equal(await page.locator(`#${field}-fout`).count(), 1, `${bsn} ${nummer}`);
        assert.equal(await page.getByLabel('nummer in uw eigen systeem').inputValue(), nummer, 'nothing typed is lost');
      }
      await page.getByLabel('nummer in uw eigen systeem').fill('IN-4711');
      await page.getByRole('button', { name: 'Zoeken' }).click();
      assert.equal(page.url(), resident);
      assert.doesNotMatch(page.url(), /4711/);
      const central = await desk();
      assert.equal(await central.page.getByLabel('nummer in uw eigen systeem').count(), 0, 'the hub\'s own desk has no clients');
      await Promise.all([context.close(), central.context.close()]);
    });
  });
}
