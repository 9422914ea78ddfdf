// Follows a lamp with a client library, as a partner's application would, and prints each message on a line:
//   node follow.mjs ws|sse URL TOKEN INWONER
// Ends when the stream completes; a failure is printed too.

import { createClient as overSse } from 'graphql-sse';
import { createClient as overWs } from 'graphql-ws';
import WebSocket from 'ws';

const [protocol, url, token, inwoner] = process.argv.slice(2);
const said = { Authorization: `Bearer ${token}`, Doel: 'AFSTEMMING_TRAJECT' };
const client = protocol === 'ws'
  ? overWs({ url: `${url.replace('http', 'ws')}/graphql/ws`, webSocketImpl: WebSocket, connectionParams: said, retryAttempts: 0 })
  : overSse({ url: `${url}/graphql/stream`, headers: said, retryAttempts: 0 });

const query = 'subscription Lampje($id: ID!) { lampje(inwoner: $id) { partij { id } loopt { loopt } } }';
const print = (line) => console.log(JSON.stringify(line));

try {
  for await (const message of client.iterate({ query, variables: { id: inwoner } })) print(message);
  print('complete');
} catch (failure) {
  print({ failure: failure.code ?? String(failure) });
}
client.dispose();
