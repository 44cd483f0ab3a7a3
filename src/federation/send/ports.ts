import type { HubEvent } from '../message/events.js';
import type { Breaker, Peer } from '../peer/peer.js';
import type { PeerAnswer } from './answers.js';

/** One hub that is told of an event, and why it may be told. */
export interface Audience {
  readonly peer: string;
  /** The delivery address of an earner there, for events about an offer. */
  readonly deliveryAddress?: string;
  /** What permits telling it; asked again whenever it is sent. */
  readonly link?: string;
  readonly grant?: string;
}

/** Something that happened here, as it was noted in the transaction that made it happen. */
export interface FedEvent {
  readonly id: string;
  readonly said: HubEvent;
  /** Each peer once. */
  readonly audience: readonly Audience[];
  readonly happenedAt: Date;
  /** The same for everything one action caused. */
  readonly txn?: string;
}

/** A message with its place in the stream to one peer. */
export interface Delivery extends Audience {
  readonly jti: string;
  readonly epoch: string;
  readonly seq: number;
  readonly eventId: string;
  readonly said: HubEvent;
  readonly happenedAt: Date;
  readonly txn?: string;
  /** How often the peer refused its signature. */
  readonly refusals: number;
}

/** A message that its peer refused for good; `because` is a code. */
export interface DeadLetter {
  readonly jti: string;
  readonly peer: string;
  readonly type: string;
  readonly because: string;
  readonly since: Date;
}

/** Why a message is sent no more; `stream-noop` takes its place. */
export type Fate = 'DEAD' | 'CANCELLED' | 'EXPIRED';

/** The log of this hub for others, kept gap-free; every method is one step that may be repeated. */
export interface Outbox {
  newEvents(limit: number): Promise<readonly FedEvent[]>;
  /**
   * Gives an event its number in the stream to one peer; once, however often it is called. The first
   * message of an epoch is `stream-reset`. Nothing happens for a hub that is not, or no more, a peer.
   */
  append(event: FedEvent, to: Audience): Promise<void>;
  noteSequenced(eventId: string): Promise<void>;

  /** Peers with something to send that may be tried now. */
  peersToServe(now: Date): Promise<readonly string[]>;
  /** Takes or prolongs the right to send to a peer, for 30 s of server time. */
  lease(peer: string, owner: string): Promise<boolean>;
  endLease(peer: string, owner: string): Promise<void>;
  peer(origin: string): Promise<Peer | null>;
  /** What waits in the present epoch, in order. */
  ready(peer: Peer, limit: number): Promise<readonly Delivery[]>;
  noteDelivered(peer: string, jtis: readonly string[]): Promise<void>;
  /** Of this peer and of nobody else. */
  find(peer: string, jti: string): Promise<Delivery | null>;
  noteRefusal(jti: string): Promise<void>;
  /** Only while it has its place; a message that was sent may have to be sent again, and may not. */
  giveUp(delivery: Delivery, fate: Fate, because: string): Promise<void>;
  /** How sending goes from now on; with a new `state` only while the old one is still so. */
  noteBreaker(
    peer: Pick<Peer, 'origin' | 'state'>,
    breaker: Breaker,
    more?: { readonly state?: Peer['state']; readonly skewMs?: number },
  ): Promise<void>;

  /** The receiver has everything up to `seq`. */
  advance(peer: Peer, seq: number): Promise<void>;
  /** The receiver lost what is above `seq`: it is sent again. At most once an hour; else false. */
  rewind(peer: Peer, seq: number): Promise<boolean>;
  /** A new stream, since the old one cannot go on; what waits moves to it. */
  startEpoch(peer: Peer, reason: string): Promise<void>;

  /** Whatever has a place above `seq`, in order, sent before or not. */
  after(peer: Peer, seq: number, limit: number): Promise<readonly Delivery[]>;
  /** Drops what is older from all streams; what still waited is EXPIRED. */
  expire(olderThan: Date): Promise<void>;

  /** Messages no peer will take, the newest first. */
  listDead(limit: number): Promise<readonly DeadLetter[]>;
  /** Tells it anew, at the end of the stream; false when there is no such dead letter. */
  retryDead(jti: string): Promise<boolean>;
  discardDead(jti: string): Promise<boolean>;
}

/** `date` is the time at the peer, as it came. */
export interface PushAnswer extends PeerAnswer {
  readonly date?: string;
}

export interface SendDeps {
  readonly outbox: Outbox;
  readonly clock: { now(): Date };
  readonly log: {
    warn(facts: object, message: string): void;
    error(facts: object, message: string): void;
  };
  /** Signs at every attempt with the key of that moment. */
  readonly sign: (delivery: Delivery, now: Date) => Promise<string>;
  /** Undefined when nobody answered. */
  readonly post: (url: string, set: string) => Promise<PushAnswer | undefined>;
  /** From 0 to 1: hubs that failed together do not come back together. */
  readonly chance: () => number;
  /** Reads the discovery document of a peer anew and keeps what it says; false when there is none. */
  readonly rediscover: (origin: string) => Promise<boolean>;
  /** May this still be told to its peer? Asked right before each attempt. */
  readonly isStillAllowed: (delivery: Delivery) => Promise<boolean>;
}
