import type { LinkPorts } from './links/index.js';
import type { ProviderPorts } from './sign-in/index.js';
import type { Principal, WebFetch } from '../src/runtime/index.js';

/** Who holds a token, and until when. */
export interface ResolvedToken {
  readonly principal: Principal;
  readonly expiresAt: Date;
  /** Thumbprint of the key the token is bound to: it counts only with a proof of that key (RFC 9449). */
  readonly boundTo?: string;
}

export interface TokenResolver {
  /** Null for a token that is unknown, revoked or expired. */
  resolve(accessToken: string): Promise<ResolvedToken | null>;
  /** False when this proof was seen before: each counts once. */
  isFreshProof?(proof: string, lifetimeSeconds: number): Promise<boolean>;
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

type OAuthPayload = Readonly<Record<string, unknown>>;

/** What the OAuth server keeps, by kind and id, in the form its library asks for. */
export interface OAuthStorage {
  upsert(kind: string, id: string, payload: OAuthPayload, lifetimeSeconds?: number): Promise<void>;
  find(kind: string, id: string): Promise<OAuthPayload | undefined>;
  findByUid(kind: string, uid: string): Promise<OAuthPayload | undefined>;
  /** Uses it up; false when somebody else did before, of many at once all but one. */
  consume(kind: string, id: string): Promise<boolean>;
  destroy(kind: string, id: string): Promise<void>;
  /** Everything that hangs on a grant. */
  revokeByGrant(grant: string): Promise<void>;
}

/** Another hub as a client of the OAuth server: it asks to deliver badges (federation.md 2.8, mode L). */
export interface HubClients {
  /** The peer that this client is; null for every other client, and for a hub that is none. */
  peer(client: string): Promise<{ readonly origin: string; readonly name?: string } | null>;
  /** She allows it, and wants what these issuers wrote without a click. */
  promise(earner: string, hub: string, acceptsFrom: readonly string[]): Promise<void>;
  /** The hub comes for what she allowed; null when there is nothing. */
  redeem(
    earner: string,
    hub: string,
  ): Promise<{ readonly link: string; readonly deliveryAddress: string } | null>;
}

/** What the hub's own OAuth server needs. */
export interface OAuthPorts {
  readonly hubs: HubClients;
  readonly storage: OAuthStorage;
  /** Private JWKs, the one that signs first. */
  signingKeys(): Promise<readonly OAuthPayload[]>;
  /** Questions that cost something, and clients that register themselves. */
  readonly requests: Limit;
  readonly registrations: Limit;
  /** Signs its cookies. */
  readonly cookieKey: string;
  /** Asks addresses that clients name. */
  readonly fetch: WebFetch;
  newClientId(): string;
  /** Notes a client that a document at its URL describes; false when an operator stopped it. */
  noteClient(client: {
    readonly id: string;
    readonly name: string;
    readonly host: string;
  }): Promise<boolean>;
  /** What an app may learn of an earner; null when her account is gone. */
  person(earner: string): Promise<OAuthPerson | null>;
}

export interface OAuthPerson {
  readonly displayName?: string;
  readonly locale?: string;
  /** Her primary address, which she has proved. */
  readonly email?: string;
}

/** What its other pages and routes need as well. */
export interface HubPorts extends GatewayPorts {
  readonly pictures: Pictures;
  readonly oauth: OAuthPorts;
  readonly providers: ProviderPorts;
  readonly links: LinkPorts;
  /** The origin people see; known once the hub listens. */
  readonly publicUrl: () => string;
}
