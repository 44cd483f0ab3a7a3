import type { Probe } from './ask.js';
import { BADGE_PROBES } from './badge-probes.js';
import { COLLECTION_PROBES } from './collection-probes.js';
import { EARNER_PROBES } from './earner-probes.js';
import { LINK_PROBES } from './link-probes.js';

/** How each row of the table is asked, by its title. */
export const PROBES: Readonly<Record<string, Probe>> = {
  ...EARNER_PROBES,
  ...BADGE_PROBES,
  ...COLLECTION_PROBES,
  ...LINK_PROBES,
};
