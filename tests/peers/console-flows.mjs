// What people do in the console, without scripts; told on each database.

import { asking } from './console-flows/asking.mjs';
import { atAParty } from './console-flows/at-a-party.mjs';
import { ending } from './console-flows/ending.mjs';
import { giving } from './console-flows/giving.mjs';
import { pages } from './console-flows/pages.mjs';

export function flows(world) {
  giving(world);
  ending(world);
  atAParty(world);
  asking(world);
  pages(world);
}
