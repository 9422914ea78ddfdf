// What the peers share: finding files, reading the list of subgraphs, ending with the process that started them.

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The five subgraphs, in the order in which they are composed. */
export const subgraphs = ['toestemming', 'trajectbegeleiding', 'srw', 'buurtteam', 'signalen'];

/** Where the checked-in SDL of a subgraph stands. */
export const sdlOf = (name) => join(root, 'api', 'src', 'subgraphs', name, 'schema.graphql');

/** Ends this process when the one that started it closes our standard input, so that no test leaves a server behind. */
export function endWithParent() {
  process.stdin.resume();
  process.stdin.on('end', () => process.exit(0));
  process.stdin.on('error', () => process.exit(0));
}

/** Says on one line of JSON where we listen; the test reads that line. */
export function announce(port) {
  process.stdout.write(`${JSON.stringify({ port })}\n`);
}
