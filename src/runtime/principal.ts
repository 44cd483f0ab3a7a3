import { SignJWT, jwtVerify } from 'jose';
import QuickLru from 'quick-lru';
import { Refusal } from '../errors.js';
import type { Clock } from './clock.js';

/**
 * Who asks. The gateway finds out, every subgraph believes only what the gateway signed. What each of
 * them may do, `src/policy` decides.
 */
export type Principal =
  | { readonly kind: 'anonymous' }
  /** She herself, signed in. */
  | {
      readonly kind: 'earner';
      readonly earner: string;
      readonly session: string;
      readonly operator?: true;
    }
  /** An app she connected, acting for her. */
  | {
      readonly kind: 'app';
      readonly earner: string;
      readonly client: string;
      readonly scopes: readonly string[];
    }
  /** A registered client acting for itself: a displayer, an issuer. */
  | { readonly kind: 'client'; readonly client: string; readonly scopes: readonly string[] };

/** From where somebody asks, for the few things that depend on it: signing in, and mails about it. */
export interface Visitor {
  /** Network address. */
  readonly address: string;
  /** What she would call it: "Firefox on Windows". Cleaned, at most 60 characters. */
  readonly device: string;
  /** SHA-256 of the nonce this browser keeps in a cookie, hex; absent where there is none. */
  readonly browser?: string;
}

/** What the gateway says about a request. */
export interface Statement {
  readonly principal: Principal;
  readonly visitor?: Visitor;
}

export const ANONYMOUS: Principal = { kind: 'anonymous' };

/** The header (and graphql-ws connection parameter) that carries a signed principal to a subgraph. */
export const PRINCIPAL_HEADER = 'x-hub-principal';

const AUDIENCE = 'backpack-hub/subgraph';
const LIFETIME_SECONDS = 60;
/** One signature serves the same principal for this long, so that a busy gateway signs seldom. */
const REUSE_MS = 5_000;

export interface PrincipalSigner {
  /** A signed statement, good for one minute, that this principal asks. */
  mint(principal: Principal, visitor?: Visitor): Promise<string>;
}

export interface PrincipalReader {
  /** @throws Refusal UNAUTHENTICATED when the statement is missing, forged, stale or of another hub. */
  read(statement: string | undefined): Promise<Statement>;
}

export function createPrincipalSigner(key: Uint8Array, clock: Clock): PrincipalSigner {
  const minted = new QuickLru<string, Promise<string>>({ maxSize: 1_000 });
  return {
    mint(principal, visitor) {
      // Said of one request only, so there is nothing to share.
      if (visitor !== undefined) return sign({ principal, visitor }, key, clock);
      const slot = `${String(Math.floor(clock.now().getTime() / REUSE_MS))} ${identityOf(principal)}`;
      const known = minted.get(slot);
      if (known) return known;
      const statement = sign({ principal }, key, clock);
      minted.set(slot, statement);
      return statement;
    },
  };
}

export function createPrincipalReader(key: Uint8Array, clock: Clock): PrincipalReader {
  const verified = new QuickLru<string, { said: Statement; untilMs: number }>({
    maxSize: 1_000,
  });
  return {
    async read(statement) {
      if (typeof statement !== 'string')
        throw new Refusal('UNAUTHENTICATED', 'No principal was sent.');
      const nowMs = clock.now().getTime();
      const known = verified.get(statement);
      if (known && known.untilMs > nowMs) return known.said;
      const { said, untilMs } = await verify(statement, key, clock.now());
      verified.set(statement, { said, untilMs });
      return said;
    },
  };
}

function identityOf(principal: Principal): string {
  return principal.kind === 'anonymous' ? '' : JSON.stringify(principal);
}

function sign(said: Statement, key: Uint8Array, clock: Clock): Promise<string> {
  const issuedAt = Math.floor(clock.now().getTime() / 1000);
  return new SignJWT({ ...said })
    .setProtectedHeader({ alg: 'HS256', typ: 'hub-principal+jwt' })
    .setAudience(AUDIENCE)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + LIFETIME_SECONDS)
    .sign(key);
}

async function verify(statement: string, key: Uint8Array, now: Date) {
  try {
    const { payload } = await jwtVerify<Statement>(statement, key, {
      algorithms: ['HS256'],
      typ: 'hub-principal+jwt',
      audience: AUDIENCE,
      requiredClaims: ['exp', 'iat', 'principal'],
      currentDate: now,
    });
    const { principal, visitor, exp = 0 } = payload;
    return { said: { principal, ...(visitor && { visitor }) }, untilMs: exp * 1000 };
  } catch {
    throw new Refusal('UNAUTHENTICATED', 'The principal is not one this hub signed, or too old.');
  }
}
