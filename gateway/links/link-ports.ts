import type { HubKeys, SigningKey } from '../../src/federation/index.js';
import type { Sealer, WebFetch } from '../../src/runtime/index.js';

/** Another hub as its operator and ours agreed to know it. */
export interface LinkablePeer {
  readonly origin: string;
  readonly name?: string;
  /** Its OAuth server: the only address people are sent to. */
  readonly authorizationServer: string;
}

/** What linking a backpack with one at another hub needs of the rest of the hub. */
export interface LinkPorts {
  /** The keys by which other hubs know this one, and the one that signs. */
  publicKeys(): Promise<HubKeys>;
  signingKey(): Promise<SigningKey>;
  /** Null for a hub that is no peer. */
  peer(origin: string): Promise<LinkablePeer | null>;
  readonly fetch: WebFetch;
  readonly sealer: Sealer;
  /** False when this name was noted before. */
  isFresh(name: string, lifetimeSeconds: number): Promise<boolean>;
  /**
   * The bytes of an offer for the hub whose request token this is; null when there is none for it.
   * @throws Refusal UNAUTHENTICATED for a token that proves no peer, or is for another request
   */
  offeredTo(request: {
    readonly token: string;
    readonly url: string;
    readonly offer: string;
  }): Promise<Uint8Array | null>;
  /** The other hub lets badges be delivered to this address of hers. */
  keep(
    earner: string,
    link: { readonly peer: string; readonly name: string; readonly deliveryAddress: string },
  ): Promise<void>;
}
