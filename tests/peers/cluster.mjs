// A PostgreSQL of its own, gone when its folder is.

import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './lib.mjs';

const script = join(root, 'tests', 'postgres.sh');

export async function startCluster() {
  const state = mkdtempSync(join(tmpdir(), 'schakel-cluster-'));
  writeFileSync(join(state, 'lease'), '');
  const keeper = spawn('sh', [script, 'keep', state], { stdio: ['ignore', 'ignore', 'inherit'] });
  let ended = false;
  keeper.once('exit', () => { ended = true; });
  while (!existsSync(join(state, 'socket'))) {
    if (ended) throw new Error('there is no PostgreSQL');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  // The lease is kept as long as this process lives.
  const renewing = setInterval(() => utimesSync(join(state, 'lease'), new Date(), new Date()), 60_000);
  renewing.unref();
  const socket = readFileSync(join(state, 'socket'), 'utf8');
  const bin = execFileSync('sh', [script, 'bin'], { encoding: 'utf8' }).trim();
  const made = new Set();
  return {
    /** The address of a database, which is made when it is first asked for. */
    database(name) {
      if (!made.has(name)) {
        execFileSync(join(bin, 'createdb'), ['--host', socket, '--username', 'schakel', name]);
        made.add(name);
      }
      return `postgres://schakel@localhost/${name}?host=${socket}`;
    },
    async stop() {
      clearInterval(renewing);
      rmSync(state, { recursive: true, force: true });
      if (!ended) await new Promise((resolve) => keeper.once('exit', resolve));
    },
  };
}
