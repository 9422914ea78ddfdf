// The same work in the console, on PostgreSQL.

import { after, before } from 'node:test';
import { flows } from './console-flows.mjs';
import { openWorld } from './console-world.mjs';

let world;

before(async () => { world = await openWorld('postgres'); });
after(() => world?.close());

flows(() => world);
