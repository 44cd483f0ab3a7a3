import type { Principal } from '../src/runtime/index.js';

/** Who holds a token, and until when. */
export interface ResolvedToken {
  readonly principal: Principal;
  readonly expiresAt: Date;
}

export interface TokenResolver {
  /** Null for a token that is unknown, revoked or expired. */
  resolve(accessToken: string): Promise<ResolvedToken | null>;
}

export interface Limit {
  /** Counts one; the key is an address or the hash of a token. @throws Refusal RATE_LIMITED */
  take(key: string): Promise<void>;
}

export interface Limits {
  readonly requests: Limit;
  readonly requestsWithToken: Limit;
  readonly pushes: Limit;
  readonly signIns: Limit;
  readonly verifications: Limit;
  readonly lookups: Limit;
}

/** A mail that the development mailbox received. */
export interface MailboxEntry {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly at: Date;
}

/** A picture as it is sent. */
export interface SentPicture {
  readonly format: 'png' | 'svg';
  readonly bytes: Uint8Array;
}

/** Pictures of badges and issuers. */
export interface Pictures {
  /** A stored one by its id; null when there is none, or none of this size. */
  image(id: string, sizeInPath: string): Promise<SentPicture | null>;
  /** The picture of a badge with its credential baked in; null when there is none for this principal. */
  baked(
    principal: Principal,
    badge: string,
  ): Promise<(SentPicture & { readonly name: string }) | null>;
  /** Bakes a hosted badge on demand, and keeps nothing. */
  bakeHosted(url: string): Promise<BakedHosted>;
}

export type BakedHosted =
  | (SentPicture & { readonly kind: 'baked' })
  | {
      readonly kind: 'refused';
      readonly message: string;
      readonly code?: string;
      readonly extra?: number;
    };

/** What the gateway needs of the rest of the hub; src/app binds it. */
export interface GatewayPorts {
  readonly tokens: TokenResolver;
  readonly limits: Limits;
  /** Names of the parts that are not ready; empty when all are. */
  ready(): Promise<readonly string[]>;
  /** Only in development. */
  readonly mailbox?: { list(): readonly MailboxEntry[] };
}

/** What its other pages and routes need as well. */
export interface HubPorts extends GatewayPorts {
  readonly pictures: Pictures;
}
