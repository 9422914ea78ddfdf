// A subgraph of a few lines, enough to see how a foreign router asks and answers.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { buildASTSchema, extendSchema, graphql, GraphQLError, parse, visit } from 'graphql';

const federation = parse(`
  scalar _Any
  union _Entity = Mens
  extend type Query { _entities(representations: [_Any!]!): [_Entity]! }
`);

function executable(file) {
  const sdl = visit(parse(readFileSync(file, 'utf8')), {
    SchemaExtension: () => null,
    Directive: () => null,
  });
  const schema = extendSchema(buildASTSchema(sdl), federation);
  schema.getType('_Entity').resolveType = () => 'Mens';
  return schema;
}

/** A resolver that withholds: null, and an error that carries its reason. */
export function withheld() {
  throw new GraphQLError('niet gedeeld', { extensions: { code: 'GEEN_TOESTEMMING', groep: 'CONTACT' } });
}

/** Serves a schema with `rootValue`; `seen` collects the headers of each request. */
export async function serve(file, rootValue) {
  const schema = executable(file);
  const seen = [];
  const server = createServer(async (request, response) => {
    seen.push(request.headers);
    const { query, variables, operationName } = JSON.parse(await text(request));
    const answer = await graphql({ schema, source: query, rootValue, variableValues: variables, operationName });
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${server.address().port}/graphql`, seen, close: () => server.close().closeAllConnections() };
}
