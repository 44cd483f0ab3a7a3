import { randomInt } from 'node:crypto';
import {
  answersDiscovery,
  createDispatcher,
  pushOver,
  sequenceEvents,
  signAs,
} from '../federation/index.js';
import type { SendDeps } from '../federation/index.js';
import { standsStill } from '../../subgraphs/badge/index.js';
import { links } from '../../subgraphs/earner/index.js';
import { FED_EVENT_BELL, openBell, outbox } from '../store/index.js';
import type { ArmedBell, Bell } from '../store/index.js';
import { activeHubKey } from './wire.js';
import type { HubParts } from './wire.js';

const DAY_MS = 86_400_000;
/** What a hub keeps for others is promised for so long (federation.md 2.1, `retention_days`). */
const OUTBOX_DAYS = 30;
const CHANCES = 1_000_000;

/** The engine that sends to other hubs, bound to this hub's database, keys and network. */
function sendDeps(parts: HubParts): SendDeps {
  const { database, clock, log, fetch, publicUrl } = parts;
  const known = links(database);
  return {
    outbox: outbox(database, clock),
    clock,
    log,
    sign: signAs(() => new URL(publicUrl()).origin, activeHubKey(parts)),
    post: pushOver(fetch),
    chance: () => randomInt(CHANCES) / CHANCES,
    rediscover: answersDiscovery(fetch),
    // Nobody answers for grants yet.
    isStillAllowed: async ({ link, grant, said }) =>
      grant === undefined &&
      (link === undefined || (await known.isOpen(link))) &&
      (said.type !== 'badge-offered' || (await standsStill(said.payload, database))),
  };
}

/** What the worker does for other hubs. */
export function wireHubs(parts: HubParts) {
  const { clock, ids, database, log } = parts;
  const deps = sendDeps(parts);
  const dispatcher = createDispatcher(deps, ids.make('wrk'));
  /** Opened at the first use: whoever only looks at what a worker does needs no change stream. */
  let bell: Bell | undefined;
  return {
    async tellHubs(signal: AbortSignal): Promise<void> {
      await sequenceEvents(deps.outbox, signal);
      await dispatcher.start(signal);
    },
    hubsAreTold: async (): Promise<void> => {
      await dispatcher.idle();
      await bell?.close();
    },
    expireMessages: () =>
      deps.outbox.expire(new Date(clock.now().getTime() - OUTBOX_DAYS * DAY_MS)),
    armNewsForHubs(): ArmedBell {
      bell ??= openBell(database, {
        ...FED_EVENT_BELL,
        sleep: (ms, stop) => clock.sleep(ms, stop),
        onTrouble: (error) => {
          log.warn({ err: error }, 'the change stream of events is opened again');
        },
      });
      return bell.arm('NEW');
    },
  };
}
