// A desk at which the console is tried: the real program on the demo's records, a real identity provider, a real browser.

import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBrowser } from './browser.mjs';
import { startProvider } from './identity-provider.mjs';
import { root } from './lib.mjs';
import { freePort, run, start } from './program.mjs';

// Test numbers of the demo: a resident who has shared something, and one of whom nothing is known.
export const SAMIRA = '999990342';
export const UNKNOWN = '123456782';

/**
 * Opens it. The demo makes databases with records; another process then serves them with a real sign-in. `inrichting`
 * may change the text of Utrecht's, `settings` that of the configuration.
 */
export async function openDesk({ inrichting, settings = (text) => text } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'schakel-console-'));
  const config = join(folder, 'met-aanmelden.toml');
  const demo = await start(['demo', '--data', folder, '--adres', '127.0.0.1:0']);
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(join(folder, 'console.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  const jwk = publicKey.export({ format: 'jwk' });
  const provider = await startProvider('schakel-console', { ...jwk, kid: thumbprint(jwk), use: 'sig', alg: 'ES256' }, address);
  const made = readFileSync(join(folder, 'schakel.toml'), 'utf8').replace(/adres = ".*"/, `adres = "127.0.0.1:${port}"`);
  writeFileSync(config, settings(`${made}
[console]
adres = "${address}"
database = "sqlite:sessies.db"
[console.aanmelden]
issuer = "${provider.issuer}"
client = "schakel-console"
sleutel = "console.pem"
[[auth.issuers]]
issuer = "${provider.issuer}"
jwks = { url = "${provider.issuer}/jwks" }
[[auth.issuers.clients]]
azp = "schakel-console"
partijen = ["toestemmingsbeheer", "incluzio", "u-centraal"]
rollen = ["TOESTEMMINGSBEHEERDER", "BUURTTEAMMEDEWERKER", "VRIJWILLIGER", "SOCIAAL_RAADSLID", "FUNCTIONARIS_GEGEVENSBESCHERMING"]
doelen = ["INZAGE_INWONER", "VERANTWOORDING", "AFSTEMMING_TRAJECT", "NAZORG"]
`));
  await run(['migrate', '--config', config]);
  if (inrichting) {
    const file = join(folder, 'inrichting.toml');
    writeFileSync(file, inrichting(readFileSync(join(root, 'api', 'config', 'utrecht.toml'), 'utf8')));
    await run(['inrichten', file, '--config', config]);
  }
  const program = await start(['serve', '--config', config]);
  const browser = await openBrowser();
  const desk = {
    program, provider, demo, folder,
    noScript: () => browser.newContext({ javaScriptEnabled: false, locale: 'nl-NL' }),
    /** axe-core needs a page that can run it; the console's own pages bring no script in either case. */
    withScript: () => browser.newContext({ bypassCSP: true, locale: 'nl-NL' }),
    async signIn(context, who) {
      const page = await context.newPage();
      await page.goto(`${program.url}/console`);
      await page.getByRole('link', { name: 'Aanmelden met uw werkaccount' }).click();
      await page.locator('input[name=login]').fill(who);
      await page.locator('input[name=password]').fill('test');
      await page.locator('button[type=submit]').click();
      // The provider asks once whether the console may know.
      await page.locator('button[type=submit]').first().click();
      return page;
    },
    async find(page, bsn) {
      await page.goto(`${program.url}/console`);
      await page.getByLabel('Burgerservicenummer').fill(bsn);
      await page.getByRole('button', { name: 'Zoeken' }).click();
      await page.waitForURL(/\/inwoners\//);
    },
    async close() {
      await browser.close();
      await program.stop();
      await demo.stop();
      provider.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return desk;
}

/** RFC 7638: the name under which the program signs. */
function thumbprint({ crv, kty, x, y }) {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}
