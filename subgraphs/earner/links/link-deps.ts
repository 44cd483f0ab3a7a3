import type { Clock, Ids } from '../../../src/runtime/index.js';
import type { Database, TellPeers } from '../../../src/store/index.js';

export interface LinkDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly tell: TellPeers;
}
