// What ends: by a word of the resident, or by its date.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { daysAhead, deskIn, giveAll, matrix, timeline } from '../console-acts.mjs';
import { NUMBERS, SAMIRA, cookiesOf, find, formBehind, post } from '../console-world.mjs';

/** Withdrawing, and what ends soon. */
export function ending(world) {
  const desk = deskIn(world);

  describe('withdrawing', () => {
    test('a part ends and the rest stays; it is told what ended and what is still seen', async () => {
      const { context, page } = await desk();
      const resident = await find(world(), page, NUMBERS[4]);
      await giveAll(page, resident);
      await page.goto(resident);
      await page.getByRole('link', { name: /^Deze toestemming intrekken/ }).click();
      for (const box of await page.locator('input[name=groep]').all()) await box.uncheck();
      await page.getByRole('button', { name: 'Verder' }).click();
      assert.match(await page.locator('#groepen-fout').textContent(), /minstens één/);
      const wanted = page.getByRole('group', { name: 'U Centraal ziet van Gemeente Utrecht, Werk en Inkomen' });
      await wanted.getByLabel('Hoe ver het traject is').check();
      await page.getByRole('button', { name: 'Verder' }).click();
      const ends = page.getByRole('region', { name: 'Dit stopt meteen' });
      assert.match(await ends.textContent(), /U Centraal.*Hoe ver het traject is/s);
      assert.doesNotMatch(await ends.textContent(), /Lokalis/);
      await page.getByRole('button', { name: 'Nu intrekken' }).click();
      const ended = page.getByRole('region', { name: 'Dit is gestopt' });
      assert.match(await ended.textContent(), /Hoe ver het traject is/);
      assert.match(await page.locator('main').textContent(), /Dit mag nog wel gezien worden.*Belangrijke datums/s);
      await page.goto(resident);
      assert.match((await timeline(page)).join('|'), /Voor een deel ingetrokken: Samenwerken/);
      await context.close();
    });

    test('what another consent still opens is not told as ended', async () => {
      const { context, page } = await desk();
      const resident = await find(world(), page, NUMBERS[0]);
      await giveAll(page, resident);
      await giveAll(page, resident);
      await page.goto(resident);
      await page.getByRole('link', { name: /^Deze toestemming intrekken/ }).first().click();
      await page.getByRole('button', { name: 'Verder' }).click();
      assert.match(await page.getByRole('region', { name: 'Dit stopt meteen' }).textContent(), /Niemand ziet hierdoor minder/);
      const stays = page.getByRole('region', { name: /^Dit blijft zichtbaar/ });
      assert.match(await stays.textContent(), /U Centraal.*Hoe ver het traject is/s);
      await page.getByRole('button', { name: 'Nu intrekken' }).click();
      assert.doesNotMatch(await page.locator('main').textContent(), /ziet dit niet meer/);
      assert.match(await stays.textContent(), /U Centraal.*Hoe ver het traject is/s);
      await context.close();
    });

    test('what another withdrew meanwhile is told, and what was given meanwhile stays', async () => {
      const [{ context, page }, other] = [await desk(), await desk()];
      const resident = await find(world(), page, NUMBERS[4]);
      await page.goto(`${resident}/intrekken/alles`);
      await page.getByRole('button', { name: 'Verder' }).click();
      const { url, body } = await formBehind(page, 'Nu intrekken');
      // Meanwhile: one part is withdrawn, and something new is given.
      await other.page.goto(resident);
      await other.page.locator('summary').first().click();
      await other.page.locator('.console-parts a').first().click();
      await other.page.getByRole('button', { name: 'Verder' }).click();
      await other.page.getByRole('button', { name: 'Nu intrekken' }).click();
      await giveAll(other.page, resident);
      await page.getByRole('button', { name: 'Nu intrekken' }).click();
      assert.match(await page.getByRole('status').textContent(), /door iemand anders/);
      const again = await post(url, await cookiesOf(world(), context), body);
      assert.match(again.headers.get('location'), /al=alles$/, 'sent again, it changes nothing');
      await page.goto(resident);
      assert.match(await matrix(page), /Ja, tot en met/, 'what was given meanwhile was not confirmed to stop');
      await page.goBack();
      await context.close();
      await other.context.close();
    });
  });
  describe('what ends soon', () => {
    test('it is listed, the soonest first, and confirmed again', async () => {
      const { context, page } = await desk();
      const resident = await find(world(), page, NUMBERS[5]);
      await page.getByRole('link', { name: 'Lampje', exact: true }).click();
      await page.locator('#tot').fill(daysAhead(10));
      await page.getByRole('button', { name: 'Verder' }).click();
      await page.getByRole('button', { name: 'Toestemming vastleggen' }).click();
      await page.goto(resident);
      const mark = (await page.locator('.console-mark').textContent()).trim();
      await page.getByRole('link', { name: 'Aflopend' }).click();
      const row = page.getByRole('article').filter({ hasText: mark });
      assert.match(await row.textContent(), /Lampje.*Nog 10 dagen/s);
      await row.getByRole('link', { name: /^Opnieuw bevestigen/ }).click();
      await page.locator('#tot').fill('1-1-2020');
      await page.getByRole('button', { name: 'Opnieuw bevestigen' }).click();
      assert.match(await page.locator('#tot-fout').textContent(), /voorbij/);
      await page.locator('#tot').fill(daysAhead(1000));
      // What may be the number of somebody is refused at its field.
      await page.locator('#plaats').fill(`zaak ${SAMIRA}`);
      await page.getByRole('button', { name: 'Opnieuw bevestigen' }).click();
      assert.match(await page.locator('#plaats-fout').textContent(), /bsn/);
      assert.equal(await page.locator('#plaats').getAttribute('aria-invalid'), 'true');
      await page.locator('#plaats').fill('');
      const { url, body } = await formBehind(page, 'Opnieuw bevestigen');
      // What the register says is told in the language of the page.
      const named = new URLSearchParams([...body, ['tot', daysAhead(900)], ['gegeven_door', 'INWONER'], ['bewijs', 'GESPREK'], ['plaats', `zaak ${SAMIRA}`]]);
      const english = await post(url, await cookiesOf(world(), context), named, { 'accept-language': 'en' });
      assert.match(await english.text(), /take this: seems to name a citizen service number/);
      await page.getByRole('button', { name: 'Opnieuw bevestigen' }).click();
      assert.match(await page.getByRole('status').textContent(), /opnieuw bevestigd/);
      // Confirmed once more it doesn't end sooner by itself, nor by mistake.
      await page.goto(url);
      assert.equal(await page.locator('#tot').inputValue(), daysAhead(1000));
      assert.match(await page.locator('main').textContent(), /geldt nu tot en met/);
      await page.locator('#tot').fill(daysAhead(999));
      await page.getByRole('button', { name: 'Opnieuw bevestigen' }).click();
      assert.match(await page.locator('#tot-fout').textContent(), /of een latere dag/);
      await page.goto(`${world().program.url}/console/aflopend`);
      assert.equal(await row.count(), 0);
      await page.goto(resident);
      assert.match((await timeline(page)).join('|'), /Opnieuw bevestigd: Lampje/);
      // It is withdrawn; who had the form still open is told.
      await page.getByRole('link', { name: /^Deze toestemming intrekken/ }).click();
      await page.getByRole('button', { name: 'Verder' }).click();
      await page.getByRole('button', { name: 'Nu intrekken' }).click();
      body.set('tot', daysAhead(100));
      body.set('gegeven_door', 'INWONER');
      body.set('bewijs', 'GESPREK');
      body.set('aanvraag', 'another-key');
      const late = await post(url, await cookiesOf(world(), context), body);
      assert.equal(late.status, 409);
      assert.match(await late.text(), /intussen gestopt/);
      await context.close();
    });
  });
}
