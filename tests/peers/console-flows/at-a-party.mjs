// A consent manager of a party, who sees and does what is that party's.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { lookAt } from '../browser.mjs';
import { daysAhead, deskIn, giveAll, requestOf, timeline } from '../console-acts.mjs';
import { NUMBERS, SAMIRA, cookiesOf, find, formBehind, idIn, noScript, post, signIn, withScript } from '../console-world.mjs';

/** What a consent manager of Incluzio does. */
export function atAParty(world) {
  const desk = deskIn(world);

  describe('a consent manager of a party', () => {
    test('sees what is theirs, told as such', async () => {
      const context = await withScript(world());
      const page = await signIn(world(), context, 'bram');
      const resident = await find(world(), page, SAMIRA);
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
      const [context, central] = [await noScript(world()), await noScript(world())];
      const page = await signIn(world(), context, 'bram');
      const resident = await find(world(), page, NUMBERS[11]);
      assert.match(await page.locator('main').textContent(), /Wat andere organisaties met elkaar delen, ziet u hier niet/);
      await giveAll(page, resident);
      assert.match(await page.locator('main').textContent(), /U Centraal[^]*Lokalis/);
      await page.goto(resident);
      await page.getByRole('link', { name: /^Deze toestemming intrekken/ }).click();
      await page.getByRole('button', { name: 'Verder' }).click();
      await page.getByRole('button', { name: 'Nu intrekken' }).click();
      assert.match(await page.locator('main').textContent(), /Wat andere organisaties met elkaar delen, ziet u hier niet/);
      const desk = await signIn(world(), central, 'noor');
      await find(world(), desk, NUMBERS[11]);
      assert.equal(await desk.locator('.console-cell', { hasText: 'met toestemming' }).count(), 0);
      assert.ok(await desk.locator('.console-cell', { hasText: 'ingetrokken' }).count() > 12, 'of others too');
      await Promise.all([context.close(), central.close()]);
    });

    test('what ends soon is confirmed again for the whole bundle, and what others share is not theirs', async () => {
      const [{ context, page }, central] = [await desk('bram'), await desk()];
      const resident = await find(world(), page, NUMBERS[13]);
      // Something between two other parties ends as soon.
      await central.page.goto(`${resident}/verlenen/zelf`);
      await central.page.getByLabel('U Centraal', { exact: true }).check();
      await central.page.getByLabel('Of er een schuldhulptraject loopt').first().check();
      await central.page.locator('#tot').fill(daysAhead(9));
      await central.page.getByRole('button', { name: 'Verder' }).click();
      await central.page.getByRole('button', { name: 'Toestemming vastleggen' }).click();
      const elsewhere = central.page.url().match(/verleend\/([0-9a-f-]+)/)[1];
      await page.getByRole('link', { name: 'Lampje', exact: true }).click();
      await page.locator('#tot').fill(daysAhead(9));
      await page.getByRole('button', { name: 'Verder' }).click();
      await page.getByRole('button', { name: 'Toestemming vastleggen' }).click();
      await page.goto(resident);
      const mark = (await page.locator('.console-mark').textContent()).trim();
      await page.getByRole('link', { name: 'Aflopend' }).click();
      const row = page.getByRole('article').filter({ hasText: mark });
      assert.equal(await row.count(), 1, 'of the two, their own');
      assert.match(await row.textContent(), /Lampje.*Nog 9 dagen/s);
      await row.getByRole('link', { name: /^Opnieuw bevestigen/ }).click();
      assert.match(await page.locator('main').textContent(), /Incluzio[^]*Lokalis|Lokalis[^]*Incluzio/);
      await page.locator('#tot').fill('1-1-2020');
      await page.getByRole('button', { name: 'Opnieuw bevestigen' }).click();
      assert.match(await page.locator('#tot-fout').textContent(), /voorbij/);
      await page.locator('#tot').fill(daysAhead(200));
      const { body } = await formBehind(page, 'Opnieuw bevestigen');
      await page.getByRole('button', { name: 'Opnieuw bevestigen' }).click();
      assert.match(await page.getByRole('status').textContent(), /opnieuw bevestigd/);
      await page.goto(`${world().program.url}/console/aflopend`);
      assert.equal(await row.count(), 0);
      // What others share isn't there for them, nor for a form that they made themselves.
      const theirs = `${resident}/herbevestigen/${elsewhere}`;
      const cookie = await cookiesOf(world(), context);
      for (const [name, value] of [['tot', daysAhead(200)], ['gegeven_door', 'INWONER'], ['bewijs', 'GESPREK'], ['aanvraag', 'another-key']]) body.set(name, value);
      assert.equal((await fetch(theirs, { headers: { cookie } })).status, 404);
      assert.equal((await post(theirs, cookie, body)).status, 404);
      await central.page.goto(resident);
      assert.match((await timeline(central.page)).join('|'), /Opnieuw bevestigd: Lampje\s*Incluzio/);
      await central.page.getByRole('link', { name: 'Aflopend' }).click();
      assert.equal(await central.page.getByRole('article').filter({ hasText: mark }).count(), 1, 'the other one still ends');
      await Promise.all([context.close(), central.context.close()]);
    });

    test('a refusal of what the party asked is recorded there, and what others ask is not theirs to answer', async () => {
      const [{ context, page }, central] = [await desk('bram'), await desk()];
      const resident = await find(world(), page, NUMBERS[14]);
      const asked = await requestOf(world(), idIn(resident), 'om samen de post te lezen');
      const ofOthers = await requestOf(world(), idIn(resident), 'om de inkomenscheck', { who: 'gemeente', deel: { bronhouder: 'u-centraal', groepen: ['SRW_STATUS'] } });
      await page.getByRole('link', { name: /^Verzoeken/ }).click();
      const mark = resident.match(/inwoners\/(.{4})(.{4})/).slice(1).join('-');
      const waiting = page.getByRole('article').filter({ hasText: mark });
      assert.equal(await waiting.count(), 1);
      assert.match(await waiting.textContent(), /om samen de post te lezen/);
      await waiting.getByRole('link', { name: /^De inwoner zegt nee/ }).click();
      await page.getByLabel('Een ouder').check();
      await page.getByRole('button', { name: 'Weigering vastleggen' }).click();
      assert.match(await page.locator('#kenmerk-fout').textContent(), /kenmerk/);
      await page.getByLabel('De inwoner zelf').check();
      const { body } = await formBehind(page, 'Weigering vastleggen');
      await page.getByRole('button', { name: 'Weigering vastleggen' }).click();
      assert.match(await page.getByRole('status').textContent(), /weigering is vastgelegd/);
      assert.equal(await waiting.count(), 0);
      await page.goto(resident);
      assert.match((await timeline(page)).join('|'), /Geweigerd: Incluzio, buurtteam Sociaal mag niet meekijken/);
      const mine = await world().ask('incluzio', '{ mijnToestemmingsverzoeken { edges { node { id status } } } }');
      assert.equal(mine.mijnToestemmingsverzoeken.edges.find(({ node }) => node.id === asked).node.status, 'GEWEIGERD');
      // They find nothing of the other request, and no form of their own answers it.
      const theirs = `${resident}/weigeren/${ofOthers}`;
      const cookie = await cookiesOf(world(), context);
      body.set('gegeven_door', 'INWONER');
      body.set('aanvraag', 'another-key');
      assert.equal((await fetch(theirs, { headers: { cookie } })).status, 409);
      assert.notEqual((await post(theirs, cookie, body)).status, 303);
      // The consent desk does.
      await central.page.goto(theirs);
      assert.match(await central.page.locator('main').textContent(), /om de inkomenscheck/);
      await central.page.getByRole('button', { name: 'Weigering vastleggen' }).click();
      assert.match(await central.page.getByRole('status').textContent(), /weigering is vastgelegd/);
      await Promise.all([context.close(), central.context.close()]);
    });
  });
}
