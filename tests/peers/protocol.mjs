// Breaks the rules of graphql-transport-ws with the client library of partners, one rule per connection, and prints what
// the library is told, by the name of the rule:
//   node protocol.mjs URL TOKEN QUERY VARIABLES        (the query is a subscription that has something to say)
// A code is the one with which the library says that the connection was closed.

import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const [url, token, query, variables] = process.argv.slice(2);
const followed = { query, variables: JSON.parse(variables) };
const asked = { query: '{ ik { partij { id } } }' };
const address = `${url.replace('http', 'ws')}/graphql/ws`;
const connectionParams = { Authorization: `Bearer ${token}`, Doel: 'AFSTEMMING_TRAJECT' };

/** A WebSocket that says something else than the library asks of it: each of what `change` makes of a message. */
const saying = (change) => class extends WebSocket {
  send(text, ...rest) {
    for (const said of change(JSON.parse(text))) super.send(typeof said === 'string' ? said : JSON.stringify(said), ...rest);
  }
};
/** One that speaks no subprotocol. */
class Bare extends WebSocket {
  constructor(to) { super(to); }
}

const client = (webSocketImpl, more = {}) =>
  createClient({ url: address, webSocketImpl, connectionParams, retryAttempts: 0, onNonLazyError: () => {}, ...more });
const first = async (library, operation) => {
  for await (const message of library.iterate(operation)) return message;
};
const told = async (asking) => {
  try {
    return await asking;
  } catch (failure) {
    return Array.isArray(failure) ? { errors: failure.map(({ extensions }) => extensions.code) } : failure.code ?? String(failure);
  }
};
const closedBy = (webSocketImpl) => told(first(client(webSocketImpl), asked));

const init = ({ type }) => type === 'connection_init';
const rules = {
  'no subprotocol': () => closedBy(Bare),
  'no message': () => closedBy(saying((said) => [init(said) ? 'nietszeggend' : said])),
  'an operation before the greeting is answered': () =>
    closedBy(saying((said) => [init(said) ? { type: 'subscribe', id: '1', payload: asked } : said])),
  'no greeting': () => closedBy(saying((said) => (init(said) ? [] : [said]))),
  'two greetings': () => closedBy(saying((said) => (init(said) ? [said, said] : [said]))),
  'a name that is taken': () => {
    const twice = saying((said) => (said.type === 'subscribe' ? [said, said] : [said]));
    return told((async () => { for await (const message of client(twice).iterate(followed)) void message; })());
  },
  'an operation that is none, and then another': async () => {
    let closed = 0;
    const library = client(WebSocket, { lazyCloseTimeout: 60_000, on: { closed: () => { closed += 1; } } });
    const refused = await told(first(library, { query: '{ ditIsGeenVeld }' }));
    const answered = await told(first(library, asked));
    const kept = closed === 0;
    await library.dispose();
    return { refused, answered: answered.data, kept };
  },
  'a ping': async () => {
    let library;
    const received = await new Promise((heard) => {
      library = client(WebSocket, { lazy: false, keepAlive: 20, on: { pong: heard } });
    });
    await library.dispose();
    return { received };
  },
  'who stops following goes on to ask': async () => {
    const library = client(WebSocket, { lazyCloseTimeout: 60_000 });
    const lamp = await told(first(library, followed));
    const answered = await told(first(library, asked));
    await library.dispose();
    return { lamp: lamp.data !== undefined, answered: answered.data };
  },
};

for (const [rule, broken] of Object.entries(rules)) console.log(JSON.stringify([rule, await broken()]));
// The library's timers of sockets that it keeps open for a next question would keep the program.
process.exit();
