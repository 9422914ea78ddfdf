// What people do in the console, without scripts; told on each database.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Hand, NUMBERS, SAMIRA, asUsual, cookiesOf, find, formBehind, idIn, noScript, post, signIn } from './console-world.mjs';

const [ONE, TWO, THREE, FOUR, FIVE, SIX] = NUMBERS;
const [SEVEN, EIGHT] = NUMBERS.slice(8);

const matrix = (page) => page.locator('.console-matrix').textContent();
const heading = (page) => page.getByRole('heading', { level: 1 }).textContent();
const timeline = (page) => page.locator('.console-timeline li').allTextContents();

/** Records SAMENWERKEN in the usual way; ends on the receipt. */
export async function giveAll(page, resident, hand = new Hand()) {
  await page.goto(resident);
  await hand.click(page.getByRole('link', { name: 'Samenwerken', exact: true }));
  await hand.click(page.getByRole('button', { name: 'Verder' }));
  await hand.click(page.getByRole('button', { name: 'Toestemming vastleggen' }));
  return hand;
}

/** Chooses by hand that U Centraal may see how high the debts are, which takes two consent managers here. */
export async function giveWhatTakesTwo(page, resident) {
  await page.goto(`${resident}/verlenen/zelf`);
  await page.getByLabel('U Centraal', { exact: true }).check();
  await page.getByLabel('Hoe hoog de schulden zijn').check();
  await page.getByRole('button', { name: 'Verder' }).click();
  await page.getByRole('button', { name: 'Toestemming vastleggen' }).click();
  return page.url().split('?')[0];
}

const VRAGEN = 'mutation($invoer: VerzoekInvoer!) { toestemmingVragen(invoer: $invoer) { id } }';

/** Incluzio asks a resident for the lamp. */
export async function requestOf(world, inwoner, waarom = 'om samen te overleggen') {
  const invoer = { inwoner, doel: 'AFSTEMMING_TRAJECT', waarom, delen: [{ bronhouder: 'gemeente-utrecht', groepen: ['TRAJECT_LOOPT', 'TRAJECT_CONTACT'] }] };
  return (await world.ask('incluzio', VRAGEN, { invoer })).toestemmingVragen.id;
}

/** A day from now in the Netherlands, as people type it. */
export const daysAhead = (days) => {
  const parts = new Intl.DateTimeFormat('nl-NL', { timeZone: 'Europe/Amsterdam', day: 'numeric', month: 'numeric', year: 'numeric' });
  return parts.format(new Date(Date.now() + days * 86_400_000));
};

export function flows(world) {
  const desk = async (who = 'noor') => {
    const context = await noScript(world());
    return { context, page: await signIn(world(), context, who) };
  };

  describe('giving', () => {
    test('SAMENWERKEN takes at most 5 interactions and a withdrawal at most 3', async () => {
      const { context, page } = await desk();
      const resident = await find(world(), page, ONE);
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
      const resident = await find(world(), page, TWO);
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
      await find(world(), page, THREE);
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
      const resident = await find(world(), page, FOUR);
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
      await page.goto(resident);
      assert.doesNotMatch(await matrix(page), /Ja, tot en met/);
      assert.ok(!world().program.log.some((line) => line.includes(code)), 'no code in the log');
      await context.close();
    });
  });

  describe('withdrawing', () => {
    test('a part ends and the rest stays; it is told what ended and what is still seen', async () => {
      const { context, page } = await desk();
      const resident = await find(world(), page, FIVE);
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
      const resident = await find(world(), page, ONE);
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
      const resident = await find(world(), page, FIVE);
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

  describe('what parties ask', () => {
    test('a request is granted as it was asked, and only once', async () => {
      const [{ context, page }, other] = [await desk(), await desk()];
      const resident = await find(world(), page, TWO);
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

  describe('what ends soon', () => {
    test('it is listed, the soonest first, and confirmed again', async () => {
      const { context, page } = await desk();
      const resident = await find(world(), page, SIX);
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

  describe('a second pair of eyes', () => {
    test('what takes two holds when a colleague agrees, who never is the one who recorded it', async () => {
      const [{ context, page }, other] = [await desk(), await desk('daan')];
      const resident = await find(world(), page, EIGHT);
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
      const resident = await find(world(), page, SEVEN);
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

  describe('going back', () => {
    test('after each form the browser goes back and forward without sending it again', async () => {
      const context = await asUsual(world());
      const page = await signIn(world(), context, 'noor');
      const sent = [];
      page.on('request', (request) => { if (request.method() === 'POST') sent.push(new URL(request.url()).pathname); });
      const resident = await find(world(), page, FIVE);
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

  describe('what is told of one another', () => {
    test('who refuses what was granted meanwhile is told so, with a way to withdraw it', async () => {
      const { context, page } = await desk();
      const resident = await find(world(), page, TWO);
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
