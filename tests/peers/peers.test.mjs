// The peers can be trusted: composition is deterministic and refuses what does not fit, and the foreign router
// forwards the headers, keeps messages, codes and paths, and ends with its parent.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { serve, withheld } from './toy/subgraph.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const toy = (name) => join(here, 'toy', `${name}.graphql`);
const folder = mkdtempSync(join(tmpdir(), 'schakel-peers-'));
const supergraph = join(folder, 'supergraph.graphql');

const compose = (out, ...files) => spawnSync(process.execPath, [join(here, 'compose.mjs'), out, ...files], { encoding: 'utf8' });
const composeToys = (out) => compose(out, `mensen=${toy('mensen')}`, `dossiers=${toy('dossiers')}`);

async function startGateway(urls) {
  const child = spawn(process.execPath, [join(here, 'gateway.mjs'), supergraph, JSON.stringify(urls)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, url: `http://127.0.0.1:${JSON.parse(line).port}/graphql` };
}

/** Closes its standard input, as a test that ends does; the exit code says that this was enough. */
async function end({ child }) {
  child.stdin.end();
  const [code] = await once(child, 'exit');
  return code;
}

async function ask(url, query, variables, headers = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

let mensen, dossiers, gateway;

before(async () => {
  const composed = composeToys(supergraph);
  assert.equal(composed.status, 0, composed.stderr);
  mensen = await serve(toy('mensen'), {
    mens: ({ id }) => ({ id, naam: `mens ${id}` }),
    mensen: () => ['1', '2'].map((id) => ({ id, naam: `mens ${id}` })),
  });
  dossiers = await serve(toy('dossiers'), {
    _entities: ({ representations }) => representations.map(({ id }) => ({ id, dossier: { status: `open ${id}`, contact: withheld } })),
  });
  gateway = await startGateway({ mensen: mensen.url, dossiers: dossiers.url });
});

after(async () => {
  if (gateway) await end(gateway);
  mensen?.close();
  dossiers?.close();
  rmSync(folder, { recursive: true });
});

test('composing twice gives the same bytes', () => {
  const again = join(folder, 'again.graphql');
  assert.equal(composeToys(again).status, 0);
  assert.equal(readFileSync(again, 'utf8'), readFileSync(supergraph, 'utf8'));
});

test('subgraphs that do not fit are refused', () => {
  const bad = join(folder, 'bad.graphql');
  writeFileSync(bad, readFileSync(toy('dossiers'), 'utf8').replace('status: String', 'status: String\n  onbekend: Onbekend'));
  const refused = compose(join(folder, 'none.graphql'), `mensen=${toy('mensen')}`, `dossiers=${bad}`);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /Onbekend/);
});

test('the router joins, keeps message, code and path, and forwards the headers', async () => {
  const headers = {
    authorization: 'Bearer t',
    doel: 'SCHULDHULP',
    'niet-gedeeld': 'fouten',
    'minimale-registerversie': '7',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    cookie: 'geheim=1',
  };
  const query = 'query ($id: ID!) { mens(id: $id) { id naam dossier { status contact } } }';
  const answer = await ask(gateway.url, query, { id: '1' }, headers);
  assert.deepEqual(answer.data, { mens: { id: '1', naam: 'mens 1', dossier: { status: 'open 1', contact: null } } });
  assert.equal(answer.errors.length, 1);
  const [error] = answer.errors;
  assert.equal(error.message, 'niet gedeeld');
  assert.deepEqual(error.extensions, { code: 'GEEN_TOESTEMMING', groep: 'CONTACT' });
  assert.equal(error.path[0], 'mens');
  for (const { seen } of [mensen, dossiers]) {
    const last = seen.at(-1);
    for (const [name, value] of Object.entries(headers)) {
      assert.equal(last[name], name === 'cookie' ? undefined : value, name);
    }
  }
});

test('a list is asked in one batch', async () => {
  const asked = dossiers.seen.length;
  const answer = await ask(gateway.url, '{ mensen { id dossier { status } } }');
  assert.deepEqual(answer.data.mensen.map((mens) => mens.dossier.status), ['open 1', 'open 2']);
  assert.equal(dossiers.seen.length, asked + 1);
});

test('the router ends when its standard input closes', async () => {
  assert.equal(await end(await startGateway({ mensen: mensen.url, dossiers: dossiers.url })), 0);
});
