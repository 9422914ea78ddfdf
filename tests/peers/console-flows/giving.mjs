// Recording what a resident agrees to, and what they get of it.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { daysAhead, deskIn, giveAll, heading, matrix, timeline } from '../console-acts.mjs';
import { Hand, NUMBERS, SAMIRA, cookiesOf, find, formBehind, post } from '../console-world.mjs';

/** Giving, and the receipt. */
export function giving(world) {
  const desk = deskIn(world);

  describe('giving', () => {
    test('SAMENWERKEN takes at most 5 interactions and a withdrawal at most 3', async () => {
      const { context, page } = await desk();
      const resident = await find(world(), page, NUMBERS[0]);
      const giving = await giveAll(page, resident);
      assert.match(await page.getByRole('status').textContent(), /vastgelegd/);
      assert.ok(giving.count <= 5, `${giving.count}`);
      await page.goto(resident);
      assert.match(await matrix(page), /Ja, tot en met/);
      const withdrawing = new Hand();
      await withdrawing.click(page.getByRole('link', { name: /^Deze toestemming intrekken/ }));
      await withdrawing.click(page.getByRole('button', { name: 'Verder' }));
      await withdrawing.click(page.getByRole('button', { name: 'Nu intrekken' }));
      assert.match(await page.getByRole('status').textContent(), /ingetrokken/);
      assert.ok(withdrawing.count <= 3, `${withdrawing.count}`);
      await page.goto(resident);
      assert.doesNotMatch(await matrix(page), /Ja, tot en met/);
      const lines = await timeline(page);
      assert.match(lines[0], /Ingetrokken: Samenwerken.*Toestemmingsbeheer Utrecht/s);
      assert.match(lines[1], /Toestemming vastgelegd: Samenwerken/);
      await context.close();
    });

    test('before it is recorded, it is told what opens and what was open already', async () => {
      const { context, page } = await desk();
      const resident = await find(world(), page, NUMBERS[1]);
      await page.getByRole('link', { name: 'Lampje', exact: true }).click();
      await page.getByRole('button', { name: 'Verder' }).click();
      const opens = page.getByRole('region', { name: 'Dit wordt zichtbaar' });
      assert.match(await opens.textContent(), /U Centraal.*Of er een schuldhulptraject loopt/s);
      assert.equal(await page.getByText('Dit was al zichtbaar').count(), 0);
      await page.getByRole('button', { name: 'Toestemming vastleggen' }).click();
      await page.goto(resident);
      await page.getByRole('link', { name: 'Samenwerken', exact: true }).click();
      await page.getByRole('button', { name: 'Verder' }).click();
      const fromCity = /Mag meekijken: U Centraal.*?Of er een schuldhulptraject loopt/s;
      assert.doesNotMatch(await opens.textContent(), fromCity, 'the lamp is no news');
      assert.match(await opens.textContent(), /Hoe ver het traject is/);
      await page.getByText('Dit was al zichtbaar').click();
      assert.match(await page.locator('details').textContent(), /U Centraal.*Of er een schuldhulptraject loopt/s);
      await page.goto(resident);
      assert.doesNotMatch(await matrix(page), /Hoe ver het traject is\s*•\s*Eigen gegevens\s*✓/, 'a look records nothing');
      await context.close();
    });

    test('chosen by hand: all faults at once, nothing typed is lost, markup stays text', async () => {
      const { context, page } = await desk();
      await find(world(), page, SAMIRA);
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
      await page.locator('#tot').fill(daysAhead(40));
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
      const { context, page } = await desk();
      await find(world(), page, NUMBERS[2]);
      await page.getByRole('link', { name: 'Samenwerken', exact: true }).click();
      await page.getByRole('button', { name: 'Verder' }).click();
      const { url, body } = await formBehind(page, 'Toestemming vastleggen');
      const cookie = await cookiesOf(world(), context);
      const send = () => post(url, cookie, body);
      const answers = [...await Promise.all([send(), send()]), await send()];
      assert.deepEqual(answers.map((answer) => answer.status), [303, 303, 303]);
      assert.equal(new Set(answers.map((answer) => answer.headers.get('location'))).size, 1, 'one conversation');
      await context.close();
    });
  });

  describe('the receipt', () => {
    test('it has a code by which everything of it ends, and a record to keep', async () => {
      const { context, page } = await desk();
      const resident = await find(world(), page, NUMBERS[3]);
      await giveAll(page, resident);
      const receipt = page.url().split('?')[0];
      assert.equal(await page.locator('.console-code').count(), 0, 'a code is only made when it is asked for');
      await page.getByRole('button', { name: 'Maak een blad met code' }).click();
      const code = (await page.locator('.console-code__signs').textContent()).trim();
      assert.match(code, /^([0-9a-z]{4}-){3}[0-9a-z]{4}$/);
      const saved = await fetch(`${receipt}/bestand`, { headers: { cookie: await cookiesOf(world(), context) } });
      assert.match(saved.headers.get('content-disposition'), /^attachment; filename="toestemming-.*\.json"$/);
      assert.match(JSON.stringify(await saved.json()), /27560/);
      await page.goto(`${world().program.url}/console/code`);
      for (const [typed, fault] of [['', /Vul de code/], ['0000-0000-0000-0000', /niet bekend/]]) {
        await page.getByLabel('Code', { exact: true }).fill(typed);
        await page.getByRole('button', { name: 'Verder' }).click();
        assert.match(await page.locator('#code-fout').textContent(), fault);
        assert.equal(await page.getByLabel('Code', { exact: true }).inputValue(), typed);
      }
      await page.getByLabel('Code', { exact: true }).fill(code.toUpperCase());
      await page.getByRole('button', { name: 'Verder' }).click();
      assert.match(await page.locator('main').textContent(), /ziet dit niet meer/);
      await page.getByRole('button', { name: 'Nu intrekken' }).click();
      assert.match(await page.getByRole('status').textContent(), /ingetrokken/);
      // Whoever comes with the sheet again is told before anything is confirmed.
      await page.goto(`${world().program.url}/console/code`);
      await page.getByLabel('Code', { exact: true }).fill(code);
      await page.getByRole('button', { name: 'Verder' }).click();
      assert.equal(await heading(page), 'Dit was al gestopt');
      assert.match(await page.locator('main').textContent(), /al eerder ingetrokken of afgelopen/);
      assert.equal(await page.locator('main form').count(), 0, 'there is nothing to confirm');
      await page.goto(resident);
      assert.doesNotMatch(await matrix(page), /Ja, tot en met/);
      assert.ok(!world().program.log.some((line) => line.includes(code)), 'no code in the log');
      await context.close();
    });
  });
}
