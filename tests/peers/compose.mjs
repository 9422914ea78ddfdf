// Composes the checked-in SDL of the subgraphs into the supergraph.
//
//   node compose.mjs [OUT]             the five of Schakel (default OUT: api/supergraph.graphql; `-` is standard output)
//   node compose.mjs OUT name=FILE …   other subgraphs, for the tests of the peers themselves
//
// The same input gives the same bytes. Composition errors are printed and end it with status 1.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeServices } from '@theguild/federation-composition';
import { parse, print } from 'graphql';
import { root, sdlOf, subgraphs } from './lib.mjs';

const header = '# Composed from the SDL of the subgraphs by `just compose`. Do not edit.\n\n';

function requested(args) {
  const [out = join(root, 'api', 'supergraph.graphql'), ...named] = args;
  const files = named.length
    ? named.map((pair) => pair.split(/=(.*)/s, 2))
    : subgraphs.map((name) => [name, sdlOf(name)]);
  return { out, files };
}

function read(files) {
  // The place of a subgraph is configuration: the hub and every router are told it at start.
  return files.map(([name, file]) => ({ name, typeDefs: parse(readFileSync(file, 'utf8')), url: `http://${name}.invalid/graphql` }));
}

function main() {
  const { out, files } = requested(process.argv.slice(2));
  const result = composeServices(read(files));
  if (result.errors?.length) {
    for (const error of result.errors) {
      process.stderr.write(`${error.extensions?.code ?? 'ERROR'}: ${error.message}\n`);
    }
    process.exit(1);
  }
  const text = `${header}${print(parse(result.supergraphSdl))}\n`;
  if (out === '-') process.stdout.write(text);
  else writeFileSync(out, text);
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
