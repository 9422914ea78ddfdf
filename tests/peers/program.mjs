// The real program, as cargo built it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createServer } from 'node:net';
import { root } from './lib.mjs';

export const program = join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug', 'schakel');

/** Starts the program and waits for the line that says where it listens. */
export async function start(args, env = {}) {
  const child = spawn(program, args, { env: { PATH: process.env.PATH, RUST_LOG: 'info', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const log = [];
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
  const lines = createInterface({ input: child.stdout });
  const said = new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      const url = line.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (url) resolve(url[0]);
    });
    child.once('exit', (code) => reject(new Error(`the program ended with ${code}: ${log.join('\n')}`)));
  });
  const url = await said;
  return { url, log, stop: () => end(child) };
}

/** Runs a command of the program to its end. */
export async function run(args) {
  const child = spawn(program, args, { env: { PATH: process.env.PATH }, stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${args[0]} ended with ${code}`);
}

async function end(child) {
  if (child.exitCode !== null) return;
  child.kill('SIGINT');
  await once(child, 'exit');
}

/** A port that was free a moment ago: an identity provider must know the console's address before it listens. */
export async function freePort() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
