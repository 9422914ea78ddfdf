// What waits for an answer: of a resident, or of a second consent manager.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deskIn, giveAll, giveWhatTakesTwo, heading, matrix, requestOf, timeline } from '../console-acts.mjs';
import { NUMBERS, cookiesOf, find, formBehind, idIn, post } from '../console-world.mjs';

/** What parties ask, and a second pair of eyes. */
export function asking(world) {
  const desk = deskIn(world);

  describe('what parties ask', () => {
    test('a request is granted as it was asked, and only once', async () => {
      const [{ context, page }, other] = [await desk(), await desk()];
      const resident = await find(world(), page, NUMBERS[1]);
      const id = await requestOf(world(), idIn(resident), 'overleg <script>alert(1)</script> & "meer"');
      await page.getByRole('link', { name: /^Verzoeken/ }).click();
      const asked = page.getByRole('article').filter({ hasText: 'overleg' });
      assert.match(await asked.textContent(), /Incluzio, buurtteam Sociaal.*Vandaag gevraagd.*overleg <script>alert\(1\)<\/script> & "meer"/s);
      assert.equal(await page.locator('main script').count(), 0);
      await other.page.goto(`${resident}/weigeren/${id}`);
      await asked.getByRole('link', { name: /^De inwoner zegt ja/ }).click();
      assert.ok(await page.getByLabel('Incluzio, buurtteam Sociaal').isChecked());
      assert.ok(await page.getByLabel('Of er een schuldhulptraject loopt').isChecked());
      assert.ok(!await page.getByLabel('Hoe hoog de schulden zijn').isChecked());
      await page.getByRole('button', { name: 'Verder' }).click();
      const { url, body } = await formBehind(page, 'Toestemming vastleggen');
      await page.getByRole('button', { name: 'Toestemming vastleggen' }).click();
      assert.match(await page.getByRole('status').textContent(), /vastgelegd/);
      const twice = await post(url, await cookiesOf(world(), context), body);
      assert.equal(new URL(twice.headers.get('location'), page.url()).href, page.url(), 'sent twice it is the same receipt');
      // The other had the form open, and is told.
      await other.page.getByRole('button', { name: 'Weigering vastleggen' }).click();
      assert.equal(await heading(other.page), 'Dit verzoek is al beantwoord');
      await other.page.goto(`${resident}/verlenen/verzoek-${id}`);
      assert.equal(await heading(other.page), 'Dit verzoek is al beantwoord');
      await context.close();
      await other.context.close();
    });

    test('a refusal is recorded, stands in the timeline and is known to the asker', async () => {
      const { context, page } = await desk();
      const resident = await find(world(), page, '123456782');
      const id = await requestOf(world(), idIn(resident));
      await page.goto(resident);
      await page.getByRole('link', { name: /^De inwoner zegt nee/ }).click();
      await page.getByLabel('Een ouder').check();
      await page.getByRole('button', { name: 'Weigering vastleggen' }).click();
      assert.match(await page.locator('#kenmerk-fout').textContent(), /kenmerk/);
      await page.getByLabel('De inwoner zelf').check();
      await page.getByRole('button', { name: 'Weigering vastleggen' }).click();
      assert.match(await page.getByRole('status').textContent(), /weigering is vastgelegd/);
      await page.goto(resident);
      assert.match((await timeline(page)).join('|'), /Geweigerd: Incluzio, buurtteam Sociaal mag niet meekijken/);
      const mine = await world().ask('incluzio', '{ mijnToestemmingsverzoeken { edges { node { id status } } } }');
      assert.equal(mine.mijnToestemmingsverzoeken.edges.find(({ node }) => node.id === id).node.status, 'GEWEIGERD');
      await context.close();
    });

    test('a long queue is paged, the oldest first, and the number stands in the menu', async () => {
      const { context, page } = await desk();
      // Every well-formed id can be asked, so that nobody learns who is known.
      for (let place = 0; place < 22; place += 1) {
        await requestOf(world(), String(place).padStart(26, '0'), `verzoek ${place}`);
      }
      await page.goto(`${world().program.url}/console/verzoeken`);
      const first = await page.getByRole('article').allTextContents();
      assert.equal(first.length, 20);
      assert.match(first[0], /verzoek 0/);
      assert.match(await page.locator('nav').first().textContent(), /Verzoeken\s*2\d/);
      await page.getByRole('link', { name: 'Volgende' }).click();
      assert.match((await page.getByRole('article').allTextContents()).at(-1), /verzoek 2\d/);
      await page.getByRole('link', { name: 'Naar het begin van de lijst' }).click();
      assert.equal((await page.getByRole('article').count()), 20);
      await context.close();
    });
  });

  describe('a second pair of eyes', () => {
    test('what takes two holds when a colleague agrees, who never is the one who recorded it', async () => {
      const [{ context, page }, other] = [await desk(), await desk('daan')];
      const resident = await find(world(), page, NUMBERS[9]);
      await giveWhatTakesTwo(page, resident);
      assert.match(await page.locator('main').textContent(), /pas als een tweede toestemmingsbeheerder/);
      await page.goto(resident);
      assert.doesNotMatch(await matrix(page), /Ja, tot en met/, 'it opens nothing yet');
      // Who recorded it can look, and is told to leave it to a colleague, however the form is made.
      await page.getByRole('link', { name: /^Bekijk voor een tweede akkoord/ }).click();
      assert.equal(await page.getByRole('button', { name: /^Akkoord/ }).count(), 0);
      assert.match(await page.locator('main').textContent(), /Een collega moet het bevestigen/);
      const formulier = await page.locator('input[name=formulier]').first().inputValue();
      const own = await post(page.url(), await cookiesOf(world(), context), new URLSearchParams({ formulier, stap: 'bevestigen' }));
      assert.equal(own.status, 409);
      assert.match(await own.text(), /Dit moet een collega doen/);
      await other.page.getByRole('link', { name: /^Verzoeken/ }).click();
      await other.page.getByRole('link', { name: 'Tweede akkoord' }).click();
      const mark = (await page.locator('.console-mark').textContent()).trim();
      await other.page.getByRole('article').filter({ hasText: mark }).getByRole('link', { name: /^Bekijk voor/ }).click();
      assert.match(await other.page.locator('main').textContent(), /Hoe hoog de schulden zijn/);
      const { url, body } = await formBehind(other.page, 'Akkoord: laat gelden');
      await other.page.getByRole('button', { name: 'Akkoord: laat gelden' }).click();
      assert.match(await other.page.getByRole('status').textContent(), /bevestigd en geldt/);
      await page.goto(resident);
      assert.match(await matrix(page), /Ja, tot en met/);
      const cookie = await cookiesOf(world(), other.context);
      assert.equal((await post(url, cookie, body)).status, 303, 'sent again it is the same receipt');
      // Who had the page still open can't end what a colleague confirmed.
      body.set('stap', 'stoppen');
      assert.match((await post(url, cookie, body)).headers.get('location'), /verleend/);
      await page.reload();
      assert.match(await matrix(page), /Ja, tot en met/);
      await Promise.all([context.close(), other.context.close()]);
    });

    test('what a colleague does not agree to never holds, and who comes later is told', async () => {
      const [{ context, page }, other] = [await desk(), await desk('daan')];
      const resident = await find(world(), page, NUMBERS[8]);
      await giveWhatTakesTwo(page, resident);
      await page.goto(resident);
      const waiting = await page.getByRole('link', { name: /^Bekijk voor een tweede akkoord/ }).first().getAttribute('href');
      await other.page.goto(new URL(waiting, resident).href);
      const { url, body } = await formBehind(other.page, 'Akkoord: laat gelden');
      await other.page.getByRole('button', { name: 'Niet akkoord: laat stoppen' }).click();
      assert.match(await other.page.getByRole('status').textContent(), /gestopt/);
      const mark = (await page.locator('.console-mark').textContent()).trim();
      assert.equal(await other.page.getByRole('article').filter({ hasText: mark }).count(), 0);
      const late = await post(url, await cookiesOf(world(), other.context), body);
      assert.equal(late.status, 409);
      const told = await late.text();
      assert.match(told, /intussen gestopt/);
      assert.ok(told.includes(new URL(resident).pathname), 'with a way to how it stands now');
      await page.goto(resident);
      assert.doesNotMatch(await matrix(page), /Hoe hoog de schulden zijn\s*Ja/);
      await Promise.all([context.close(), other.context.close()]);
    });
  });

  describe('what is told of one another', () => {
    test('who refuses what was granted meanwhile is told so, with a way to withdraw it', async () => {
      const { context, page } = await desk();
      const resident = await find(world(), page, NUMBERS[1]);
      const id = await requestOf(world(), idIn(resident), 'nog eens vragen');
      await page.goto(`${resident}/weigeren/${id}`);
      // The bundle opens what was asked; the request itself still waits.
      const other = await desk();
      await giveAll(other.page, resident);
      await page.getByRole('button', { name: 'Weigering vastleggen' }).click();
      assert.equal(await heading(page), 'Dit is al toegestaan');
      await page.getByRole('link', { name: 'Terug naar de inwoner' }).click();
      assert.match(await matrix(page), /Ja, tot en met/);
      await page.getByRole('link', { name: /^De inwoner zegt ja/ }).first().waitFor();
      await Promise.all([context.close(), other.context.close()]);
    });
  });
}
