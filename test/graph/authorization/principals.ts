import { ANONYMOUS } from '../../../src/runtime/index.js';
import type { Principal } from '../../../src/runtime/index.js';
import { SCOPES } from '../../../src/policy/index.js';
import type { World } from './world.js';

/**
 * Every kind of principal, as the columns of the table. `app` was connected by the owner and holds every
 * scope but those of the row; `scoped` is the same app with one scope of the row at a time, and with all
 * there are where the row names none; `others app` is that app connected by the other earner, with every
 * scope. `displayer` was granted a collection of the owner, `stranger` is a
 * displayer that was granted nothing.
 */
export const COLUMNS = [
  'nobody',
  'other',
  'owner',
  'app',
  'scoped',
  'others app',
  'displayer',
  'stranger',
  'issuer',
  'operator',
] as const;
export type Column = (typeof COLUMNS)[number];

const ALL_SCOPES: readonly string[] = Object.keys(SCOPES);

/** Those that stand behind one cell; each must get the same answer. */
export function principalsOf(
  column: Column,
  world: World,
  scopes: readonly string[],
): readonly Principal[] {
  const app = (held: readonly string[], { as } = world.owner): Principal => ({
    kind: 'app',
    earner: as.earner,
    client: world.displayer,
    scopes: held,
  });
  const client = (name: string, scope: string): Principal => ({
    kind: 'client',
    client: name,
    scopes: [scope],
  });
  switch (column) {
    case 'nobody':
      return [ANONYMOUS];
    case 'other':
      return [world.other.as];
    case 'owner':
      return [world.owner.as];
    case 'app':
      return [
        app([]),
        ...(scopes.length === 0 ? [] : [app(ALL_SCOPES.filter((one) => !scopes.includes(one)))]),
      ];
    case 'scoped':
      return scopes.length === 0 ? [app(ALL_SCOPES)] : scopes.map((scope) => app([scope]));
    case 'others app':
      return [app(ALL_SCOPES, world.other)];
    case 'displayer':
      return [client(world.displayer, 'collections:read')];
    case 'stranger':
      return [client(world.stranger, 'collections:read')];
    case 'issuer':
      return [client(world.issuer, 'badges:push')];
    case 'operator':
      return [world.operator];
  }
}
