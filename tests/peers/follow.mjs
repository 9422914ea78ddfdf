// Follows a subscription with a client library, as a partner's application would, and prints each message on a line:
//   node follow.mjs ws|sse URL TOKEN QUERY VARIABLES
// Ends when the stream completes; a failure is printed too.

import { createClient as overSse } from 'graphql-sse';
import { createClient as overWs } from 'graphql-ws';
import WebSocket from 'ws';

const [protocol, url, token, query, variables] = process.argv.slice(2);
const said = { Authorization: `Bearer ${token}`, Doel: 'AFSTEMMING_TRAJECT' };
const client = protocol === 'ws'
  ? overWs({ url: `${url.replace('http', 'ws')}/graphql/ws`, webSocketImpl: WebSocket, connectionParams: said, retryAttempts: 0 })
  : overSse({ url: `${url}/graphql/stream`, headers: said, retryAttempts: 0 });

const print = (line) => console.log(JSON.stringify(line));

try {
  for await (const message of client.iterate({ query, variables: JSON.parse(variables) })) print(message);
  print('complete');
} catch (failure) {
  print({ failure: failure.code ?? String(failure) });
}
client.dispose();
