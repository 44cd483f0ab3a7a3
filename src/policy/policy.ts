import { Refusal } from '../errors.js';
import type { Principal } from '../runtime/index.js';
import type { Scope } from './scopes.js';

/** Who may do something: she herself with a session always, the others where it says so. */
interface Rule {
  /** An app she connected, acting for her, with one of these scopes. */
  readonly app?: readonly Scope[];
  /** A registered client acting for itself, with one of these scopes. */
  readonly client?: readonly Scope[];
  /** Nobody need be signed in. */
  readonly anybody?: true;
  /** Only an operator of the hub, signed in herself. */
  readonly operator?: true;
}

/**
 * Who may do what on which noun: the one place where it is decided. What is not granted to apps here no
 * app can do, whatever its token says. An app never removes, deletes, shares or changes the account.
 */
export const POLICY = {
  'account.read': {},
  'account.change': {},
  'profile.read': { app: ['profile:read'] },
  'profile.change': {},
  'addresses.read': { app: ['profile:read'] },
  'notices.read': {},
  'inbox.read': { app: ['badges:read', 'badges:write'] },
  'offers.answer': { app: ['badges:write'] },
  'badges.read': { app: ['badges:read', 'badges:write'] },
  'badges.import': { app: ['badges:write'] },
  'badges.change': { app: ['badges:write'] },
  'badges.remove': {},
  'badges.reverify': {},
  'badges.send': {},
  'badges.push': { anybody: true, app: ['badges:push'], client: ['badges:push'] },
  'collections.read': { app: ['collections:write'] },
  'collections.edit': { app: ['collections:write'] },
  'collections.delete': {},
  'collections.grant': {},
  'granted.read': { app: ['collections:read'], client: ['collections:read'] },
  'links.read': {},
  'links.change': {},
  'clients.manage': {},
  'hub.operate': { operator: true },
} as const satisfies Record<string, Rule>;

export type Action = keyof typeof POLICY;

const ruleOf = (action: Action): Rule => POLICY[action];

/**
 * The earner on whose behalf this principal may do it: herself, or through an app of hers.
 * @throws Refusal UNAUTHENTICATED for nobody, FORBIDDEN for who may not
 */
export function earnerActing(principal: Principal, action: Action): string {
  if (principal.kind === 'anonymous') throw new Refusal('UNAUTHENTICATED');
  const earner = earnerBehind(principal, action);
  if (earner === undefined) throw new Refusal('FORBIDDEN');
  return earner;
}

/** May this principal do it for this very earner? Guards what is only for herself. */
export function mayActFor(principal: Principal, earner: string, action: Action): boolean {
  return earnerBehind(principal, action) === earner;
}

/** The earner for whom this principal may do it; undefined when there is none. */
export function earnerBehind(principal: Principal, action: Action): string | undefined {
  const rule = ruleOf(action);
  if (principal.kind === 'earner') {
    return rule.operator === true && !principal.operator ? undefined : principal.earner;
  }
  if (principal.kind !== 'app') return undefined;
  return holds(principal.scopes, rule.app) ? principal.earner : undefined;
}

/** Whose grants count: all that a displayer was given, or what one earner gave it. */
export interface Grantee {
  /** Id of the registered client. */
  readonly displayer: string;
  /** Only collections of hers: what others granted the same client is none of an app's business. */
  readonly owner?: string;
}

/**
 * The grants this principal may use: a client for itself all of them, an app only those of the earner it
 * acts for; undefined when it may use none.
 */
export function granteeBehind(principal: Principal): Grantee | undefined {
  const displayer = clientBehind(principal, 'granted.read');
  if (displayer === undefined) return undefined;
  return principal.kind === 'app' ? { displayer, owner: principal.earner } : { displayer };
}

/** The registered client that may do it, for itself or as somebody's app; undefined when none may. */
function clientBehind(principal: Principal, action: Action): string | undefined {
  if (principal.kind !== 'client' && principal.kind !== 'app') return undefined;
  const rule = ruleOf(action);
  const allowing = principal.kind === 'client' ? rule.client : rule.app;
  return holds(principal.scopes, allowing) ? principal.client : undefined;
}

/** Who is signed in, herself or through any app of hers; undefined for everybody else. */
export function personBehind(principal: Principal): string | undefined {
  return principal.kind === 'earner' || principal.kind === 'app' ? principal.earner : undefined;
}

/** The session she came with; undefined for everybody else. */
export function sessionBehind(principal: Principal): string | undefined {
  return principal.kind === 'earner' ? principal.session : undefined;
}

/**
 * For what needs nobody in particular.
 * @throws Refusal UNAUTHENTICATED, FORBIDDEN
 */
export function requireMay(principal: Principal, action: Action): void {
  if (ruleOf(action).anybody === true && principal.kind === 'anonymous') return;
  if (clientBehind(principal, action) !== undefined) return;
  earnerActing(principal, action);
}

function holds(scopes: readonly string[], allowing: readonly Scope[] = []): boolean {
  return allowing.some((scope) => scopes.includes(scope));
}
