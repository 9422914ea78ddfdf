// Who comes in, who doesn't, and what is done to those who try otherwise.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { daysAhead, giveAll, requestOf } from './console-acts.mjs';
import { NUMBERS, SAMIRA, cookiesOf, find, formBehind, idIn, noScript, post, sendMarkup, signIn } from './console-world.mjs';

/** Signing in, the doors, and whoever may not; the last takes a role away for a while. */
export function security(world) {
  describe('signing in', () => {
    test('a consent manager comes in, and out everywhere', async () => {
      const [here, there] = [await noScript(world()), await noScript(world())];
      const page = await signIn(world(), here, 'noor');
      assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'Inwoner zoeken');
      const cookies = await here.cookies(world().program.url);
      const session = cookies.find(({ name }) => name === 'schakel-sessie');
      assert.ok(session.httpOnly && session.sameSite === 'Lax' && session.expires === -1);
      const other = await signIn(world(), there, 'noor');
      await page.getByRole('button', { name: 'Afmelden' }).click();
      assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'U bent afgemeld');
      await other.reload();
      assert.match(other.url(), /aanmelden\?terug=/);
      await here.close();
      await there.close();
    });

    test('a session of before is never the session of after', async () => {
      const context = await noScript(world());
      await context.addCookies([{ name: 'schakel-sessie', value: 'chosen-by-somebody-else', url: world().program.url }]);
      await signIn(world(), context, 'noor');
      const first = (await context.cookies(world().program.url)).find(({ name }) => name === 'schakel-sessie').value;
      assert.notEqual(first, 'chosen-by-somebody-else');
      const page = await context.newPage();
      await page.goto(`${world().program.url}/console/aanmelden/begin`);
      const second = (await context.cookies(world().program.url)).find(({ name }) => name === 'schakel-sessie').value;
      assert.notEqual(first, second, 'signing in again gives another session');
      const old = await fetch(`${world().program.url}/console`, { headers: { cookie: `schakel-sessie=${first}` }, redirect: 'manual' });
      assert.equal(old.status, 303, 'and ends the old one');
      await context.close();
    });

    test('who has no work here, or claims more than the client may, stays outside', async () => {
      for (const [who, heading] of [['vera', 'U mag hier niet in'], ['max', 'Aanmelden is niet gelukt']]) {
        const context = await noScript(world());
        const page = await signIn(world(), context, who);
        assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), heading);
        assert.ok(!(await context.cookies(world().program.url)).some(({ name }) => name === 'schakel-sessie'));
        await context.close();
      }
    });

    test('a browser that was not sent away cannot come back, and nobody is sent elsewhere', async () => {
      const ask = (path, headers = {}) => fetch(`${world().program.url}${path}`, { headers, redirect: 'manual' });
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
      const page = await fetch(`${world().program.url}/console/aanmelden`);
      const policy = page.headers.get('content-security-policy');
      assert.match(policy, /default-src 'none'/);
      assert.match(policy, /frame-ancestors 'none'/);
      assert.doesNotMatch(policy, /unsafe|\*/);
      assert.equal(page.headers.get('x-frame-options'), 'DENY');
      assert.equal(page.headers.get('cache-control'), 'no-store');
      const text = await page.text();
      assert.doesNotMatch(text, /<script(?! src="\/console\/bestanden\/)|\sstyle="|\son\w+="/);
      const style = await fetch(world().program.url + text.match(/\/console\/bestanden\/[^"]+/)[0]);
      assert.match(style.headers.get('cache-control'), /immutable/);
    });

    test('a form without the secret of the session changes nothing', async () => {
      const context = await noScript(world());
      const page = await signIn(world(), context, 'noor');
      await find(world(), page, SAMIRA);
      const cookie = (await context.cookies(world().program.url)).map(({ name, value }) => `${name}=${value}`).join('; ');
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

  describe('who may not', () => {
    test('a consent desk of another municipality sees and ends nothing here', async () => {
      const context = await noScript(world());
      const page = await signIn(world(), context, 'noor');
      const resident = await find(world(), page, NUMBERS[7]);
      await giveAll(page, resident);
      const receipt = page.url().split('?')[0];
      await page.goto(resident);
      await page.getByRole('link', { name: /^Deze toestemming intrekken/ }).first().click();
      const withdrawal = page.url();
      await page.getByRole('button', { name: 'Verder' }).click();
      const { body } = await formBehind(page, 'Nu intrekken');
      const elsewhere = await noScript(world());
      const eva = await signIn(world(), elsewhere, 'eva');
      await eva.goto(resident);
      assert.equal(await eva.locator('.console-grant').count(), 0);
      assert.equal(await eva.getByRole('link', { name: 'Samenwerken', exact: true }).count(), 0);
      assert.doesNotMatch(await eva.locator('main').textContent(), /Incluzio|Ja, tot en met/);
      for (const path of [receipt, `${receipt}/bestand`, withdrawal, `${resident}/verlenen/SAMENWERKEN`]) {
        assert.equal((await fetch(path, { headers: { cookie: await cookiesOf(world(), elsewhere) } })).status, 404, path);
      }
      body.set('formulier', await eva.locator('input[name=formulier]').first().inputValue());
      for (const url of [withdrawal, `${resident}/intrekken/alles`]) {
        await post(url, await cookiesOf(world(), elsewhere), body);
      }
      await eva.goto(`${world().program.url}/console/verzoeken`);
      assert.equal(await eva.getByRole('article').count(), 0);
      await page.goto(resident);
      assert.match(await page.locator('.console-matrix').textContent(), /Ja, tot en met/);
      await elsewhere.close();
      await context.close();
    });

    test('forged forms, odd addresses and methods are refused and change nothing', async () => {
      const context = await noScript(world());
      const page = await signIn(world(), context, 'noor');
      const resident = await find(world(), page, NUMBERS[7]);
      const cookie = await cookiesOf(world(), context);
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
        [`${world().program.url}/console/code`, 'stap=vastleggen&code=x', 403],
        [`${world().program.url}/console/afmelden`, '', 403],
      ];
      for (const [url, body, status] of forms) {
        assert.equal((await post(url, cookie, body)).status, status, `${url} ${body}`);
      }
      const id = idIn(resident);
      for (const path of [
        `/console/inwoners/${id}/verleend/x`, `/console/inwoners/${id}/ingetrokken/x`, `/console/inwoners/${id}/weigeren/x`, `/console/inwoners/${id}/herbevestigen/x`, `/console/inwoners/${id}/akkoord/x`,
        '/console/verzoeken?na=a&na=b', '/console/aflopend?na=a&na=b', '/console/bevestigen?na=a&na=b', `/console/inwoners/${id}/inzagen?pagina=1&pagina=2`, `/console/inwoners/${id}/traject?taal=nl&taal=en`,
      ]) {
        const answer = await fetch(world().program.url + path, { headers: { cookie } });
        assert.equal(answer.status, 404, path);
        assert.match(await answer.text(), /<html lang="nl"[^]*href="\/console"/, `${path}: a page with the way back`);
      }
      const nobody = await fetch(`${world().program.url}/console/aanmelden?terug=a&terug=b`, { headers: { 'accept-language': 'nl' } });
      assert.match(await nobody.text(), /<html lang="nl"/);
      const long = await post(`${resident}/verlenen/zelf`, cookie, `formulier=${secret}&plaats=${'a'.repeat(70_000)}`);
      assert.equal(long.status, 413);
      assert.match(await long.text(), /te veel tekst/);
      for (const path of ['/console/inwoners/x', '/console/inwoners/%00', '/console/inwoners/' + 'a'.repeat(500), `/console/verzoeken?na=%22%3E`]) {
        const answer = await fetch(world().program.url + path, { headers: { cookie } });
        assert.ok([404].includes(answer.status), `${path} ${answer.status}`);
        assert.equal(answer.headers.get('x-frame-options'), 'DENY');
      }
      await page.goto(resident);
      assert.equal(await page.locator('.console-timeline').textContent(), before);
      await context.close();
    });

    test('markup in any field of any form stays text, and nothing typed is lost', async () => {
      const context = await noScript(world());
      const page = await signIn(world(), context, 'noor');
      const resident = await find(world(), page, NUMBERS[10]);
      await giveAll(page, resident);
      const gesprek = page.url().match(/verleend\/([0-9a-f-]+)/)[1];
      const asked = await requestOf(world(), idIn(resident), '<i class=kwaad>waarom</i>');
      await page.goto(`${resident}/weigeren/${asked}`);
      assert.equal(await page.locator('.kwaad').count(), 0);
      for (const [path, button] of [
        [`${world().program.url}/console`, 'Zoeken'],
        [`${resident}/verlenen/SAMENWERKEN`, 'Verder'],
        [`${resident}/verlenen/zelf`, 'Verder'],
        [`${resident}/verlenen/verzoek-${asked}`, 'Verder'],
        [`${resident}/herbevestigen/${gesprek}`, 'Opnieuw bevestigen'],
        [`${world().program.url}/console/code`, 'Verder'],
      ]) {
        await page.goto(path);
        await sendMarkup(page, button);
      }
      await context.close();
    });

    test('without a session nothing is told, not even by the counter', async () => {
      for (const path of ['/console', '/console/verzoeken', '/console/aflopend', '/console/bevestigen', '/console/code', `/console/inwoners/${'a'.repeat(26)}`]) {
        const answer = await fetch(world().program.url + path, { redirect: 'manual' });
        assert.equal(answer.status, 303, path);
        assert.match(answer.headers.get('location'), /^\/console\/aanmelden\?terug=/);
      }
      assert.equal((await fetch(`${world().program.url}/console/verzoeken/teller`)).status, 204);
    });

    test('who loses the role is out at the next click', async () => {
      const context = await noScript(world());
      const page = await signIn(world(), context, 'bram');
      await page.goto(`${world().program.url}/console/verzoeken`);
      assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'Verzoeken');
      await world().restart({ partijen: ['toestemmingsbeheer', 'toestemming-elders'] });
      await page.reload();
      assert.match(page.url(), /aanmelden/);
      await world().restart();
      await page.goto(`${world().program.url}/console`);
      assert.match(page.url(), /aanmelden/, 'and the session stays ended when the role comes back');
      await context.close();
    });
  });
}
