import type { PeerState } from '../src/federation/index.js';
import type { Evidence, Report, Source } from '../src/openbadges/index.js';
import type { Principal } from '../src/runtime/index.js';
import type { Session } from '../src/store/index.js';

/**
 * How the subgraphs meet. Each port is written by the subgraph that owns the data and bound to the others
 * by src/app, in every role: what several owners write together is one transaction, never a call over
 * the network.
 */

/** Owner: earner. What the others may know of an earner's addresses. */
export interface EarnerAddresses {
  /** Her verified addresses, as typed when she proved them. */
  verifiedAddressesOf(earner: string): Promise<readonly string[]>;
  /**
   * Her names to other hubs, dead ones too: what came while they lived still waits for her. They are no
   * addresses a badge could be issued to.
   */
  deliveryAddressesOf(earner: string): Promise<readonly string[]>;
}

/** Owner: earner. Giving something to an account only as long as it is there. */
export interface Accounts {
  /**
   * Within this transaction the account stays. Answers who may see what is new in it.
   * @throws Refusal UNAUTHENTICATED when it was deleted or merged meanwhile
   */
  holdAccount(
    earner: string,
    session: Session,
  ): Promise<{ readonly defaultVisibility: 'PRIVATE' | 'UNLISTED' | 'PUBLIC' }>;
}

/**
 * What one owner keeps for an earner. Owners: badge, collection, src/store (for OAuth), each for its own.
 * The earner subgraph calls them one after the other in its transaction, in the order of `wire.ts`.
 */
export interface Belongings {
  /** Two accounts are one person's: what belonged to `from` belongs to `to`, nothing doubled. */
  move(from: string, to: string, session: Session): Promise<void>;
  /** Her account is deleted: nothing that names her stays. */
  erase(earner: string, session: Session): Promise<void>;
  /** All of it as JSON, for her own download. */
  tell(earner: string): Promise<Readonly<Record<string, unknown>>>;
}

/** Owner: earner. What she thinks of issuers, and who has an address. */
export interface IssuerRules {
  /** Issuers by the URL of their profile, as credentials name them. */
  rulesOf(
    earner: string,
  ): Promise<{ readonly trusted: readonly string[]; readonly blocked: readonly string[] }>;
  /**
   * Who proved this normalised address, or whose delivery address it is; null for nobody. Never for an
   * answer to strangers.
   */
  earnerWith(address: string): Promise<string | null>;
}

/** Owner: earner. Her links to other hubs, over which badges go (federation.md 2.8). */
export interface Links {
  /** Her link that badges are sent over; within the transaction it stays open. Null when it is none. */
  holdSending(earner: string, link: string, session: Session): Promise<OpenLink | null>;
  /** Those over which a badge of this kind goes by itself. */
  sendingByRule(
    earner: string,
    kind: { readonly issuer: string; readonly badgeClass?: string | undefined },
    session: Session,
  ): Promise<readonly OpenLink[]>;
  /**
   * From now on badges of this kind go over it.
   * @throws Refusal NOT_FOUND, BAD_INPUT
   */
  addRule(
    earner: string,
    link: string,
    rule: {
      readonly id: string;
      readonly issuer?: string;
      readonly badgeClass?: string;
      readonly since: Date;
    },
    session: Session,
  ): Promise<void>;
  /** The open link by which this hub delivers to this address; null for a dead one as for none. */
  receiving(
    to: { readonly peer: string; readonly deliveryAddress: string },
    session?: Session,
  ): Promise<ReceivingLink | null>;
  /** Of an open link; null for any other. */
  deliveryAddressOf(link: string): Promise<string | null>;
  isOpen(link: string): Promise<boolean>;
}

export interface OpenLink {
  readonly id: string;
  /** Origin of the other hub. */
  readonly peer: string;
  readonly deliveryAddress: string;
}

export interface ReceivingLink extends OpenLink {
  readonly earner: string;
  /** Issuers whose badges need no click. */
  readonly acceptsFrom: readonly string[];
  readonly peerState: PeerState;
}

/**
 * Fetches what another hub offers, from that hub and with the name of this one (federation.md 2.4, 2.7).
 * `gone` when it is there no more, or is larger than was said.
 */
export type FetchOffered = (offered: {
  readonly peer: string;
  readonly href: string;
  readonly maxBytes: number;
}) => Promise<Uint8Array | 'gone' | 'unreachable'>;

/** Owner: verification. */
export interface Rechecks {
  /** Somebody says that these badges changed: the worker asks their issuers, each once an hour at most. */
  soon(badges: readonly string[], session: Session): Promise<void>;
}

/** Owner: src/store (OAuth). Registered clients, as others may name them. */
export interface ClientDirectory {
  /** By id; absent where there is none, or where an operator suspended it. */
  clients(ids: readonly string[]): Promise<ReadonlyMap<string, ClientSummary>>;
}

export interface ClientSummary {
  readonly id: string;
  readonly name: string;
  /** The host it lives on, as it registered it. */
  readonly host: string;
}

/** Owner: collection. What a displayer may see beyond what is public. */
export interface CollectionGrants {
  /** Ends every grant this earner gave this displayer; its streams end with AccessEnded. */
  endAll(earner: string, displayer: string, session: Session): Promise<void>;
  /** Ends every grant of a displayer that is no more. */
  endEvery(displayer: string, session: Session): Promise<void>;
}

/** Owner: badge. The one answer to "who may see this badge". */
export interface BadgeVisibility {
  /** Those of `ids` this principal may see: her own, PUBLIC or UNLISTED ones, or shown in a collection. */
  visibleBadges(principal: Principal, ids: readonly string[]): Promise<ReadonlySet<string>>;
}

/** Owner: badge. What a re-check needs to know of a stored badge. */
export interface BadgeSources {
  /** Where the badge came from, to ask its issuer again; null when it was removed. */
  sourceOf(badge: string): Promise<BadgeSource | null>;
}

export interface BadgeSource {
  readonly source: Source;
  readonly earner: string;
  /** Until when it is good; known without asking anybody. */
  readonly expires?: Date;
  /** The credential as she accepted it, byte for byte. */
  readonly accepted: Uint8Array;
}

/** Owner: badge. Whose badge it is, for what only the owner may do. */
export interface BadgeOwners {
  /**
   * Is it this earner's own badge? Within the transaction it stays so: removing it at the same time
   * makes one of the two transactions start again.
   */
  holdBadge(earner: string, badge: string, session: Session): Promise<boolean>;
}

/** Owner: badge. For the digest mail: who has offers waiting that nobody told her of. */
export interface WaitingOffers {
  /** Up to `limit` recipients (normalised addresses) whom it is time to tell. */
  dueRecipients(limit: number): Promise<readonly string[]>;
  /** Does anything wait for this recipient that is of none of these issuers? */
  hasOthers(recipient: string, blocked: readonly string[]): Promise<boolean>;
  /** This recipient was told, or is nobody to tell. */
  told(recipient: string): Promise<void>;
  /** It was too early to tell this recipient: try again from `until`. */
  postpone(recipient: string, until: Date): Promise<void>;
}

/** Owner: collection. Which badges are shown by a collection this principal may see. */
export interface SharedBadges {
  sharedBadges(principal: Principal, ids: readonly string[]): Promise<ReadonlySet<string>>;
}

/** Owner: collection. Changes of a badge as the collections that hold it tell them. */
export interface CollectionLog {
  /** Logs a change in each collection that holds the badge; raises `rev`, is no edit of the owner. */
  badgeChanged(
    badge: string,
    kind: 'BADGE_STATUS' | 'BADGE_UPDATED',
    session: Session,
  ): Promise<void>;
  /** Takes the badge out of every collection that holds it. */
  badgeRemoved(badge: string, session: Session): Promise<void>;
  /** The badge is the same as another one she keeps: each collection shows that one instead, once. */
  badgeReplaced(badge: string, by: string, session: Session): Promise<void>;
}

/** Owner: earner. What an earner should know and did not do herself. */
export interface Notices {
  tell(earner: string, notice: NewNotice, session: Session): Promise<void>;
}

export interface NewNotice {
  readonly kind:
    | 'BADGE_CHANGED'
    | 'BADGE_REVOKED'
    | 'BADGE_EXPIRED'
    | 'BADGE_ACCEPTED'
    | 'ACCOUNTS_MERGED'
    | 'IMPORT_REFUSED';
  /** A sentence for her; may name the badge and the issuer. */
  readonly says: string;
  readonly badge?: string;
}

/** Owner: verification. Reports are stored with what they are about, in the same transaction. */
export interface ReportLog {
  /** Stores the report about an offer with what it rests on, for as long as the offer lives. */
  record(
    about: { readonly offer: string; readonly expiresAt: Date },
    found: { readonly report: Report; readonly evidence: Evidence },
    session: Session,
  ): Promise<void>;
  /**
   * The offer became a badge: its report and evidence go along, and the badge is re-checked on
   * schedule. `issuer` is the URL of its profile: whose server is asked then.
   */
  adopt(
    offer: string,
    to: {
      readonly badge: string;
      readonly issuer: string;
      readonly expires?: Date | undefined;
    },
    session: Session,
  ): Promise<void>;
  /** Forgets everything about it. */
  forget(subject: string, session: Session): Promise<void>;
  /** Current reports by subject id; absent where there is none. */
  current(subjects: readonly string[]): Promise<ReadonlyMap<string, Report>>;
}
