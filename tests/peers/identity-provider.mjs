// A real identity provider (OpenID Connect) with people who have the claims of a consent manager, or not.

import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import Provider from 'oidc-provider';

/** Who can sign in, and what the provider says of them. Subjects are opaque, as pairwise ones are. */
export const people = {
  noor: { partij: 'toestemmingsbeheer', rollen: ['TOESTEMMINGSBEHEERDER'], doelen: ['INZAGE_INWONER', 'VERANTWOORDING'] },
  // A colleague of hers, with the same work.
  daan: { partij: 'toestemmingsbeheer', rollen: ['TOESTEMMINGSBEHEERDER'], doelen: ['INZAGE_INWONER', 'VERANTWOORDING'] },
  bram: { partij: 'incluzio', rollen: ['TOESTEMMINGSBEHEERDER'], doelen: ['INZAGE_INWONER', 'VERANTWOORDING'] },
  // At the consent desk of another municipality.
  eva: { partij: 'toestemming-elders', rollen: ['TOESTEMMINGSBEHEERDER'], doelen: ['INZAGE_INWONER', 'VERANTWOORDING'] },
  // Caseworkers, who are no consent managers.
  tim: { partij: 'incluzio', rollen: ['BUURTTEAMMEDEWERKER'], doelen: ['AFSTEMMING_TRAJECT'] },
  sara: { partij: 'u-centraal', rollen: ['SOCIAAL_RAADSLID'], doelen: ['AFSTEMMING_TRAJECT'] },
  // Privacy officers: of the whole samenwerking, and of one party.
  fatima: { partij: 'toestemmingsbeheer', rollen: ['FUNCTIONARIS_GEGEVENSBESCHERMING'], doelen: ['VERANTWOORDING'] },
  gijs: { partij: 'incluzio', rollen: ['FUNCTIONARIS_GEGEVENSBESCHERMING'], doelen: ['VERANTWOORDING'] },
  // For whom there is nothing to do here.
  vera: { partij: 'incluzio', rollen: ['VRIJWILLIGER'], doelen: ['NAZORG'] },
  // Claims more than this client may.
  max: { partij: 'gemeente-utrecht', rollen: ['TOESTEMMINGSBEHEERDER'], doelen: ['INZAGE_INWONER'] },
};

/** Starts a provider for one client, which shows itself with this public key and comes back to this address. */
export async function startProvider(client, publicJwk, console) {
  const server = createServer((request, response) => provider.callback()(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const provider = new Provider(issuer, {
    clients: [{
      client_id: client,
      redirect_uris: [`${console}/console/aanmelden/terug`],
      post_logout_redirect_uris: [`${console}/console/afgemeld`],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      id_token_signed_response_alg: 'RS256',
      jwks: { keys: [publicJwk] },
    }],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'provider-1', use: 'sig', alg: 'RS256' }] },
    cookies: { keys: ['only for tests'] },
    claims: { openid: ['sub', 'partij', 'rollen', 'doelen'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    ttl: { IdToken: 600, AccessToken: 600, Session: 3600, Grant: 3600, Interaction: 600, AuthorizationCode: 60 },
    findAccount: (_, name) => ({ accountId: name, claims: () => ({ sub: `subject-of-${name}`, ...people[name] }) }),
  });
  // What it warns of is that this is no production.
  return { issuer, stop: () => server.closeAllConnections() ?? server.close() };
}
