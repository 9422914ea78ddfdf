// The pages on which people see how the help goes and who saw what, and those of the privacy officer, as they meet them.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { lookAt } from './browser.mjs';
import { allWereLookedAt, isOfHelp, routes } from './console-routes.mjs';
import { SAMIRA, noScript, openWorld, sendMarkup, signIn, withScript } from './console-world.mjs';

/** A number of whom nobody knows anything. */
const UNKNOWN = '123456782';

/** Something that isn't there. */
const NOTHING = '00000000-0000-7000-8000-000000000000';

/** Whether a page is of somebody's work. */
const isWork = (route) => /^\/console\/(inwoners|beheer|verzoeken$|tweede-akkoord|aflopend|bevestigen)/.test(route);
/** Whose work it is. */
const mayBeAt = (who, route) => ({
  noor: !/\/(beheer|openen)\b/.test(route),
  bram: !/\/(beheer|openen)\b/.test(route),
  sara: /\/(traject|openen)$/.test(route),
  fatima: /\/(beheer|inzagen)\b/.test(route),
})[who];

/** A world, with what is done in it at hand. */
async function openDesk(changes) {
  const world = await openWorld(changes);
  return {
    program: world.program,
    demo: world.demo,
    restart: (how) => world.restart(how),
    noScript: () => noScript(world),
    withScript: () => withScript(world),
    signIn: (context, who) => signIn(world, context, who),
    async find(page, bsn) {
      await page.goto(`${world.program.url}/console`);
      await page.getByLabel('Burgerservicenummer').fill(bsn);
      await page.getByRole('button', { name: 'Zoeken' }).click();
      await page.waitForURL(/\/inwoners\//);
    },
    close: () => world.close(),
  };
}

let desk;

before(async () => {
  // At the buurtteam, workers see the residents with whom they work, and no others.
  const involved = (text) => text.replace(/(id = "incluzio"[^]*?betrokkenheid = )"PARTIJ"/, '$1"MEDEWERKER"');
  desk = await openDesk({ inrichting: involved });
});

after(async () => {
  await desk?.close();
});

const heading = (page) => page.getByRole('heading', { level: 1 }).textContent();
/** A day as people type it, so many days from today in the Netherlands. */
const dutch = new Intl.DateTimeFormat('nl-NL', { timeZone: 'Europe/Amsterdam', day: 'numeric', month: 'numeric', year: 'numeric' });
const days = (count) => dutch.format(new Date(Date.now() + count * 86_400_000));

/** Finds a resident and looks at another of their pages. */
async function go(page, bsn, part) {
  await desk.find(page, bsn);
  const resident = page.url().match(/.*\/inwoners\/[a-z0-9]+/)[0];
  await page.goto(`${resident}/${part}`);
  return resident;
}

describe('who does what here', () => {
  test('each role finds its own pages, and no others', async () => {
    let samira;
    for (const [who, tabs, officer] of [
      ['noor', ['Toestemmingen', 'Overzicht van de hulp', 'Wie zag wat'], false],
      ['bram', ['Toestemmingen', 'Overzicht van de hulp'], false],
      ['sara', [], false],
      ['fatima', [], true],
    ]) {
      const context = await desk.noScript();
      const page = await desk.signIn(context, who);
      assert.equal(await page.getByRole('link', { name: 'Beheer' }).count(), officer ? 1 : 0, who);
      if (who !== 'sara') {
        await desk.find(page, SAMIRA);
        assert.deepEqual(await page.locator('.console-tabs a').allTextContents(), tabs, who);
        samira ??= page.url().match(/inwoners\/([a-z0-9]+)/)[1];
      }
      const cookie = (await context.cookies(desk.program.url)).map(({ name, value }) => `${name}=${value}`).join('; ');
      for (const { route } of routes().filter((one) => isWork(one.route))) {
        const path = route.replace('{inwoner}', samira).replace(/(verlenen)\/\{wat\}/, '$1/zelf').replace('{wat}', 'alles').replace('{moment}', '0').replace(/\{\w+\}/, NOTHING);
        const { status } = await fetch(`${desk.program.url}${path}`, { headers: { cookie }, redirect: 'manual' });
        if (!mayBeAt(who, route)) assert.equal(status, 404, `${who} finds no ${path}`);
        // What names nothing that there is isn't found by anybody.
        else if (!path.includes(NOTHING) && !path.endsWith('/bestand')) assert.notEqual(status, 404, `${who} finds ${path}`);
      }
      await context.close();
    }
  });

  test('a consent manager of a party is told by the hub itself that they may not see who saw what', async () => {
    const context = await desk.noScript();
    const page = await desk.signIn(context, 'bram');
    await go(page, SAMIRA, 'inzagen');
    assert.equal(await heading(page), 'Dit mag u niet');
    await context.close();
  });
});

describe('who saw what', () => {
  test('is shown, filtered, paged, and given as a file', async () => {
    const context = await desk.noScript();
    const sara = await desk.noScript();
    const worker = await desk.signIn(sara, 'sara');
    const page = await desk.signIn(context, 'noor');
    const resident = await go(page, SAMIRA, 'inzagen');
    // What a caseworker looks at stands there.
    await worker.goto(`${resident}/traject`);
    await page.reload();
    const first = page.locator('.console-look').first();
    assert.match(await first.textContent(), /U Centraal vroeg gegevens van/);
    await page.getByLabel('Organisatie').selectOption('u-centraal');
    await page.getByLabel('Gegevens', { exact: true }).selectOption('TRAJECT_LOOPT');
    await page.getByRole('button', { name: 'Tonen' }).click();
    for (const look of await page.locator('.console-look').allTextContents()) {
      assert.match(look, /U Centraal/);
      assert.match(look, /Of er een schuldhulptraject loopt/);
    }
    assert.ok(await page.locator('.console-look').count() > 0);
    await page.getByLabel('Tot en met (dag)').fill(days(-2));
    await page.getByRole('button', { name: 'Tonen' }).click();
    assert.equal(await page.locator('.console-look').count(), 0);
    assert.match(await page.locator('main').textContent(), /niets opgeschreven/);
    await page.getByLabel('Vanaf (dag)').fill('gisteren');
    await page.getByRole('button', { name: 'Tonen' }).click();
    assert.match(await page.title(), /^Fout: /);
    assert.equal(await page.getByLabel('Vanaf (dag)').inputValue(), 'gisteren');
    assert.doesNotMatch(await page.locator('main').textContent(), /niets opgeschreven/, 'an unread question has no answer');
    const cookie = (await context.cookies(desk.program.url)).map(({ name, value }) => `${name}=${value}`).join('; ');
    const file = await fetch(`${resident}/inzagen/bestand`, { headers: { cookie } });
    assert.match(file.headers.get('content-disposition'), /attachment; filename="inzage.json"/);
    assert.equal(file.headers.get('cache-control'), 'no-store');
    const told = await file.json();
    assert.ok(told.regels.some((line) => line.partij.id === 'u-centraal' && line.handeling === 'VERSTREKKEN'));
    await Promise.all([context.close(), sara.close()]);
  });

  test('a long list comes in pages', async () => {
    const context = await desk.noScript();
    const page = await desk.signIn(context, 'noor');
    const resident = await go(page, SAMIRA, 'inzagen');
    for (let look = 0; look < 5; look += 1) await page.goto(`${resident}/inzagen?wat=alles`);
    assert.match(await page.locator('.console-pager').textContent(), /Bladzijde 1 van \d/);
    await page.getByRole('link', { name: 'Volgende' }).click();
    assert.match(await page.locator('.console-pager').textContent(), /Bladzijde 2 van \d/);
    await page.getByRole('link', { name: /Alles op één bladzijde/ }).click();
    assert.ok(await page.locator('.console-look').count() > 25);
    await context.close();
  });
});

describe('the sheet for the resident', () => {
  test('shows what is shared, and says plainly what is not', async () => {
    const context = await desk.noScript();
    const page = await desk.signIn(context, 'sara');
    await page.goto(`${desk.program.url}/console`);
    const finder = await desk.noScript();
    const resident = await go(await desk.signIn(finder, 'noor'), SAMIRA, '');
    await page.goto(`${resident.replace(/\/$/, '')}/traject`);
    const text = await page.locator('main').textContent();
    assert.match(text, /Waar bent u nu\?/);
    assert.match(text, /Dit staat niet op dit blad/);
    assert.doesNotMatch(text, /[A-Z]+_[A-Z]+/, 'no codes');
    assert.doesNotMatch(text, /tweede/i, 'nobody hears of another client');
    await page.getByRole('link', { name: 'English' }).first().click();
    assert.match(await page.locator('.console-sheet > [lang="en"]').last().textContent(), /Where are you now\?/);
    // The sheet is in another language; what the worker works with isn't.
    assert.equal(await page.locator('html').getAttribute('lang'), 'nl');
    assert.equal(await page.getByRole('button', { name: 'Afmelden' }).count(), 1);
    // And who wants their own pages in another language isn't led back to the language of the sheet.
    await page.locator('footer').getByRole('link', { name: 'English' }).click();
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    assert.equal(await page.locator('.console-sheet > [lang="nl"]').count(), 0);
    await Promise.all([context.close(), finder.close()]);
  });
});

describe('opening with a reason', () => {
  test('a reason is asked first, and lands before the privacy officer', async () => {
    const context = await desk.noScript();
    const page = await desk.signIn(context, 'tim');
    await desk.find(page, UNKNOWN);
    assert.match(page.url(), /\/openen$/);
    assert.match(await heading(page), /^Openen met een reden/);
    await page.getByRole('button', { name: 'Openen' }).click();
    assert.equal(await page.locator('#fouten li').count(), 2);
    await page.getByLabel('Het heeft spoed').check();
    await page.getByLabel('Leg het kort uit').fill('<b>Morgen</b> wordt de stroom afgesloten.');
    await page.getByRole('button', { name: 'Openen' }).click();
    assert.match(await heading(page), /^Overzicht van uw hulp/);
    const resident = page.url();

    const officer = await desk.noScript();
    const review = await desk.signIn(officer, 'gijs');
    await review.getByRole('link', { name: 'Beheer' }).click();
    assert.match(await review.locator('main').textContent(), /1 te beoordelen/);
    await review.getByRole('link', { name: 'Geopend met een reden' }).click();
    const opening = review.getByRole('article');
    assert.match(await opening.textContent(), /\(tim\)/);
    assert.match(await opening.textContent(), /<b>Morgen<\/b> wordt/);
    await opening.getByRole('button', { name: /^Onterecht/ }).click();
    assert.match(await review.title(), /^Fout: /);
    await review.getByLabel('Uw toelichting').fill('Dit was geen spoed.');
    await review.getByRole('button', { name: /^Onterecht/ }).click();
    assert.match(await review.getByRole('status').textContent(), /vastgelegd/);
    await review.getByRole('link', { name: 'Beoordeeld', exact: true }).click();
    assert.match(await review.getByRole('article').textContent(), /Onterecht, .*Dit was geen spoed\./s);
    // What was wrong ends at once.
    await page.goto(resident);
    assert.match(page.url(), /\/openen$/);
    await Promise.all([context.close(), officer.close()]);
  });
});

describe('the privacy officer', () => {
  test('after a breach, sees of which residents a party saw what, and takes it along', async () => {
    const [context, other] = [await desk.noScript(), await desk.noScript()];
    const finder = await desk.signIn(other, 'noor');
    await desk.find(finder, SAMIRA);
    const sara = await desk.noScript();
    const worker = await desk.signIn(sara, 'sara');
    await worker.goto(`${finder.url()}/traject`);
    const page = await desk.signIn(context, 'fatima');
    await page.goto(`${desk.program.url}/console/beheer/inzagen`);
    await page.getByLabel('Vanaf (dag)').fill('31-2-2026');
    await page.getByRole('button', { name: 'Zoeken' }).click();
    assert.equal(await page.locator('#fouten li').count(), 3);
    await page.getByLabel('Organisatie').selectOption('u-centraal');
    await page.getByLabel('Vanaf (dag)').fill(days(-1));
    await page.getByLabel('Tot en met (dag)').fill(days(0));
    // A wrong time is wrong at the time, beside a day that is right.
    await page.locator('#van_tijd').fill('25:00');
    await page.getByRole('button', { name: 'Zoeken' }).click();
    assert.deepEqual(await page.locator('#fouten a').evaluateAll((links) => links.map((link) => link.hash)), ['#van_tijd']);
    assert.match(await page.locator('#van_tijd-fout').textContent(), /14:05/);
    await page.locator('#van_tijd').fill('');
    await page.getByLabel('Vanaf (dag)').fill(days(3));
    await page.getByRole('button', { name: 'Zoeken' }).click();
    assert.match(await page.locator('#van-fout').textContent(), /moet nog komen/);
    await page.getByLabel('Vanaf (dag)').fill(days(-1));
    await page.getByRole('button', { name: 'Zoeken' }).click();
    assert.match(await page.locator('#lijst').textContent(), /1 inwoner/);
    assert.match(await page.locator('tbody').textContent(), /Of er een schuldhulptraject loopt/);
    const cookie = (await context.cookies(desk.program.url)).map(({ name, value }) => `${name}=${value}`).join('; ');
    const href = await page.getByRole('link', { name: /rekenblad/ }).getAttribute('href');
    const file = await fetch(`${desk.program.url}${href}`, { headers: { cookie } });
    assert.match(file.headers.get('content-type'), /text\/csv/);
    assert.match(await file.text(), /"TRAJECT_LOOPT";"\d+";/);
    await Promise.all([context.close(), other.close(), sara.close()]);
  });

  test('is told that there is more than is read at once, on the page and instead of half a file', async () => {
    await desk.restart({ change: (text) => text.replace('[console]', '[console]\nlogregels = 100') });
    try {
      const context = await desk.withScript();
      const page = await desk.signIn(context, 'fatima');
      // The consent desk recorded what all residents of the demo agreed to, today.
      const asked = `partij=toestemmingsbeheer&van=${days(-1)}&tot=${days(0)}`;
      const answer = await page.goto(`${desk.program.url}/console/beheer/inzagen?${asked}`);
      assert.equal(answer.status(), 422);
      assert.match(await page.locator('#van-fout').textContent(), /meer gezien dan in één keer te lezen is/);
      assert.equal(await page.locator('#lijst').count(), 0, 'a part is not taken for the whole');
      await lookAt(page, 'lek-te-veel');
      const file = await page.goto(`${desk.program.url}/console/beheer/inzagen/bestand?${asked}`);
      assert.equal(file.status(), 422);
      assert.match(file.headers()['content-type'], /text\/html/);
      await lookAt(page, 'lek-te-veel-bestand');
      await context.close();
    } finally {
      await desk.restart();
    }
  });

  test('has the logs checked, and keeps a checkpoint', async () => {
    const context = await desk.noScript();
    const page = await desk.signIn(context, 'fatima');
    await page.goto(`${desk.program.url}/console/beheer/logboeken`);
    await page.getByRole('button', { name: 'Nu narekenen' }).click();
    assert.match(await page.getByRole('status').textContent(), /Alle logboeken kloppen/);
    assert.match(await page.locator('.console-log').first().textContent(), /Nog niet ondertekend/);
    const cookie = (await context.cookies(desk.program.url)).map(({ name, value }) => `${name}=${value}`).join('; ');
    const href = await page.getByRole('link', { name: /^Controlepunt bewaren/ }).first().getAttribute('href');
    const note = await (await fetch(`${desk.program.url}${href}`, { headers: { cookie } })).text();
    assert.match(note, /^demo\.schakel\.example/);
    await context.close();
  });

  test('sees how a quarter went, in numbers that tell of nobody', async () => {
    const [context, other] = [await desk.noScript(), await desk.noScript()];
    const page = await desk.signIn(context, 'fatima');
    await page.goto(`${desk.program.url}/console/beheer`);
    await page.getByRole('link', { name: 'Rapporten' }).click();
    const quarters = await page.getByLabel('Kwartaal').locator('option').allTextContents();
    assert.equal(quarters.length, 8);
    await page.getByLabel('Kwartaal').selectOption({ index: 2 });
    await page.getByRole('button', { name: 'Tonen' }).click();
    assert.equal(await page.locator('h2').first().textContent(), quarters[2]);
    assert.equal(await page.getByLabel('Kwartaal').locator('option:checked').textContent(), quarters[2]);
    const charts = page.locator('.console-chart').filter({ hasNotText: 'in dagen' });
    assert.equal(await charts.count(), 16);
    for (const told of await charts.locator('.console-chart__number').allTextContents()) {
      assert.ok(/^(te klein|afgeschermd)$/.test(told) || Number(told) === 0 || Number(told) >= 10, told);
    }
    const answer = await page.goto(`${desk.program.url}/console/beheer/rapporten?kwartaal=1999-1`);
    assert.equal(answer.status(), 422);
    assert.equal(await page.locator('#fouten li').count(), 1);
    const officer = await desk.signIn(other, 'gijs');
    await officer.goto(`${desk.program.url}/console/beheer/rapporten`);
    assert.deepEqual(new Set(await officer.locator('.console-reportparty').allTextContents()).size, 1, 'their own party only');
    assert.equal(await officer.getByRole('alert').count(), 0, 'who may have no report of a kind misses none');
    await Promise.all([context.close(), other.close()]);
  });
});

test('who types the address of a form is shown the way back', async () => {
  const context = await desk.noScript();
  const page = await desk.signIn(context, 'noor');
  const answer = await page.goto(`${desk.program.url}/console/afmelden`);
  assert.equal(answer.status(), 404);
  assert.equal(await page.locator('main a[href="/console"]').count(), 1);
  await context.close();
});

test('markup in any field of these forms stays text, and nothing typed is lost', async () => {
  const [one, two, three] = [await desk.noScript(), await desk.noScript(), await desk.noScript()];
  const [noor, tim, fatima] = [await desk.signIn(one, 'noor'), await desk.signIn(two, 'tim'), await desk.signIn(three, 'fatima')];
  const resident = await go(noor, '999998080', 'inzagen');
  await sendMarkup(noor, 'Tonen');
  await tim.goto(`${resident}/openen`);
  await sendMarkup(tim, 'Openen');
  await fatima.goto(`${desk.program.url}/console/beheer/inzagen`);
  await sendMarkup(fatima, 'Zoeken');
  await Promise.all([one.close(), two.close(), three.close()]);
});

test('what cannot be reached is said on each page, and nothing is taken for all there is', async () => {
  // The raadslieden keep their records at home, and nobody answers there.
  const away = '[hub]\nissuer = "https://hub.example"\nsleutel = "console.pem"\n[subgraphs.srw]\nurl = "http://127.0.0.1:9/"\naudience = "srw"';
  const lost = await openDesk({ settings: (text) => text.replace(/\[subgraphs\.srw\]\ndatabase = ".*"/, away) });
  try {
    const [one, two, three] = [await lost.withScript(), await lost.withScript(), await lost.withScript()];
    const tim = await lost.signIn(one, 'tim');
    await lost.find(tim, SAMIRA);
    assert.match(await tim.getByRole('alert').textContent(), /Nu niet op te vragen: (U Centraal|de sociaal raadslieden)/);
    assert.match(await tim.locator('main').textContent(), /Wie helpt u\?/, 'the others still tell');
    await lookAt(tim, 'traject-buiten-bereik');
    const noor = await lost.signIn(two, 'noor');
    await lost.find(noor, SAMIRA);
    const resident = noor.url();
    await noor.goto(`${resident}/verlenen/SAMENWERKEN`);
    await noor.getByRole('button', { name: 'Verder' }).click();
    assert.match(await noor.locator('.console-running').textContent(), /er kan meer lopen/);
    await noor.goto(`${resident}/inzagen`);
    assert.match(await noor.getByRole('alert').textContent(), /niet volledig.*sociaal raadslieden/);
    await lookAt(noor, 'inzagen-onvolledig');
    const fatima = await lost.signIn(three, 'fatima');
    const asked = `partij=incluzio&van=${days(-1)}&tot=${days(0)}`;
    await fatima.goto(`${lost.program.url}/console/beheer/inzagen?${asked}`);
    assert.match(await fatima.getByRole('alert').textContent(), /niet volledig.*sociaal raadslieden/);
    const file = await fatima.goto(`${lost.program.url}/console/beheer/inzagen/bestand?${asked}`);
    assert.equal(file.status(), 500, 'half a file is none');
    await fatima.goto(`${lost.program.url}/console/beheer/logboeken`);
    assert.match(await fatima.locator('main').textContent(), /ergens anders bewaard.*sociaal raadslieden/s);
    await lookAt(fatima, 'logboeken-elders');
    await fatima.goto(`${lost.program.url}/console/beheer/rapporten`);
    assert.match(await fatima.getByRole('alert').textContent(), /niet volledig.*sociaal raadslieden/);
    await lookAt(fatima, 'rapporten-onvolledig');
  } finally {
    await lost.close();
  }
});

test('every page is accessible, fits every screen, and is worth a look', async () => {
  const context = await desk.withScript();
  const noor = await desk.signIn(context, 'noor');
  const resident = await go(noor, SAMIRA, 'inzagen');
  await lookAt(noor, 'inzagen-leeg');
  const sara = await desk.withScript();
  const worker = await desk.signIn(sara, 'sara');
  await worker.goto(`${resident}/traject`);
  await lookAt(worker, 'traject');
  await worker.goto(`${resident}/traject?taal=en`);
  await lookAt(worker, 'traject-engels');
  await noor.goto(`${resident}/inzagen`);
  await lookAt(noor, 'inzagen');
  await noor.goto(`${resident}/inzagen?wat=alles&van=31-2-2026`);
  await lookAt(noor, 'inzagen-fout');
  for (let look = 0; look < 5; look += 1) await noor.goto(`${resident}/inzagen?wat=alles`);
  await noor.getByRole('link', { name: 'Volgende' }).click();
  await lookAt(noor, 'inzagen-bladzijde-twee');
  await noor.goto(`${resident}/traject`);
  await lookAt(noor, 'traject-niet-gedeeld');
  const anna = await desk.withScript();
  const town = await anna.newPage();
  await town.goto(`${desk.demo.url}/console/aanmelden`);
  await town.getByLabel(/Anna Jansen/).check();
  await town.getByRole('button', { name: 'Aanmelden in de demo' }).click();
  await town.getByLabel('Burgerservicenummer').fill(SAMIRA);
  await town.getByRole('button', { name: 'Zoeken' }).click();
  await lookAt(town, 'traject-vol');
  await town.emulateMedia({ media: 'print' });
  const paper = (await town.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1');
  assert.equal(paper.match(/\/Type\s*\/Page\b/g).length, 1, 'one sheet of paper');
  await town.emulateMedia({ media: 'screen' });
  await town.goto(`${desk.demo.url}/console`);
  await town.getByLabel('Burgerservicenummer').fill(UNKNOWN);
  await town.getByRole('button', { name: 'Zoeken' }).click();
  await lookAt(town, 'traject-leeg');
  const buurtteam = await desk.withScript();
  const tim = await desk.signIn(buurtteam, 'tim');
  await desk.find(tim, '111222333');
  await lookAt(tim, 'openen');
  await tim.getByRole('button', { name: 'Openen' }).click();
  await lookAt(tim, 'openen-fout');
  await tim.getByLabel('Ik neem waar voor een collega').check();
  await tim.getByLabel('Leg het kort uit').fill('Mijn collega is ziek, en er is een brief over een afsluiting gekomen.');
  await tim.getByRole('button', { name: 'Openen' }).click();
  const office = await desk.withScript();
  const officer = await desk.signIn(office, 'gijs');
  await officer.goto(`${desk.program.url}/console/beheer`);
  await lookAt(officer, 'beheer');
  await officer.goto(`${desk.program.url}/console/beheer/openingen`);
  await lookAt(officer, 'openingen');
  await officer.getByRole('button', { name: /^Onterecht/ }).first().click();
  await lookAt(officer, 'openingen-fout');
  await officer.getByRole('button', { name: 'Terecht', exact: true }).first().click();
  await lookAt(officer, 'openingen-leeg');
  await officer.goto(`${desk.program.url}/console/beheer/openingen?status=beoordeeld`);
  await lookAt(officer, 'openingen-beoordeeld');
  const central = await desk.withScript();
  const fatima = await desk.signIn(central, 'fatima');
  await fatima.goto(`${desk.program.url}/console/beheer/inzagen`);
  await lookAt(fatima, 'lek');
  await fatima.goto(`${desk.program.url}/console/beheer/inzagen?partij=x&van=morgen&tot=`);
  await lookAt(fatima, 'lek-fout');
  await fatima.goto(`${desk.program.url}/console/beheer/inzagen?partij=u-centraal&van=${days(-1)}&tot=${days(0)}`);
  await lookAt(fatima, 'lek-gevonden');
  await fatima.goto(`${desk.program.url}/console/beheer/inzagen?partij=lokalis&van=${days(-1)}&tot=${days(0)}`);
  await lookAt(fatima, 'lek-leeg');
  await fatima.goto(`${desk.program.url}/console/beheer/logboeken`);
  await lookAt(fatima, 'logboeken');
  await fatima.getByRole('button', { name: 'Nu narekenen' }).click();
  await lookAt(fatima, 'logboeken-nagerekend');
  await fatima.goto(`${desk.program.url}/console/beheer/rapporten`);
  await lookAt(fatima, 'rapporten');
  await fatima.goto(`${desk.program.url}/console/beheer/rapporten?kwartaal=1999-1`);
  await lookAt(fatima, 'rapporten-fout');
  allWereLookedAt(isOfHelp);
  await Promise.all([context, sara, anna, buurtteam, office, central].map((one) => one.close()));
});
