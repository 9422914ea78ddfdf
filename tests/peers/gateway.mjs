// A foreign federation router in front of subgraph processes: Hive Gateway, as a party might run it.
//
//   node gateway.mjs SUPERGRAPH '{"toestemming": "http://127.0.0.1:4001/graphql", …}'
//
// Listens on a free port of loopback, prints {"port": N} when ready, ends when its standard input closes.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { announce, endWithParent } from './lib.mjs';

/** What a subgraph needs of the client's request to decide for itself. */
const forwarded = ['authorization', 'doel', 'niet-gedeeld', 'minimale-registerversie', 'traceparent'];

function headersFor(request) {
  const present = forwarded.map((name) => [name, request?.headers.get(name)]).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(present);
}

function locations(urls) {
  return Object.fromEntries(Object.entries(urls).map(([name, location]) => [name, { location }]));
}

const [supergraphPath, urls] = process.argv.slice(2);
if (!supergraphPath || !urls) {
  process.stderr.write('usage: node gateway.mjs SUPERGRAPH URLS\n');
  process.exit(2);
}

const gateway = createGatewayRuntime({
  supergraph: readFileSync(supergraphPath, 'utf8'),
  transportEntries: locations(JSON.parse(urls)),
  propagateHeaders: { fromClientToSubgraphs: ({ request }) => headersFor(request) },
  // Codes and messages are the subgraphs' own: they are safe for the client by construction.
  maskedErrors: false,
  subgraphErrors: { errorCode: false, subgraphNameProp: false },
  logging: false,
  landingPage: false,
  graphiql: false,
  requestId: false,
});

endWithParent();
const server = createServer(gateway);
server.listen(0, '127.0.0.1', () => announce(server.address().port));
