import { isServedBy } from './hub-origin.js';
import { MessageRefused } from './message-refused.js';
import { hasShape } from './schemas.js';
import type { SetClaims } from './set-claims.js';

/** The type of an event is its name behind this. */
export const EVENT_NAMESPACE = 'https://w3id.org/badge-federation/v1/';

/** An offer at the hub that holds the badge; only a higher `rev` is applied. */
interface OfOffer {
  readonly offer: string;
  readonly rev: number;
}

interface OfCollection {
  readonly collection: string;
  readonly grant: string;
  readonly rev: number;
}

/** What a badge is called at every hub. */
export interface NamedCredential {
  readonly id: string;
  /** The id of its issuer. */
  readonly issuer: string;
}

/** Where the bytes of a credential are: at the sender, or right here in base64url. */
type Whereabouts =
  | { readonly href: string; readonly inline?: never }
  | { readonly inline: string; readonly href?: never };

export type OfferedCredential = NamedCredential &
  Whereabouts & {
    readonly format: string;
    readonly validFrom?: string;
    /** Of the exact bytes: `sha-256:` and base64url. */
    readonly digest: string;
    readonly size: number;
  };

/** What hubs tell each other (BFP/1, 2.7), by the name of the event. Times in seconds. */
export interface EventPayloads {
  readonly 'badge-offered': OfOffer & {
    readonly credential: OfferedCredential;
    /** Plain text that nobody vouches for. */
    readonly display: { readonly name: string; readonly issuerName: string };
    readonly expires: number;
    readonly note?: string;
  };
  readonly 'badge-withdrawn': OfOffer & { readonly reason: string };
  readonly 'badge-status-hint': {
    readonly credential: NamedCredential;
    readonly observed: 'revoked' | 'expired' | 'updated' | 'suspended';
    readonly source: string;
  };
  readonly 'offer-accepted': OfOffer & { readonly at: number };
  readonly 'offer-declined': OfOffer & {
    readonly at: number;
    readonly reason: 'not_mine' | 'spam' | 'duplicate' | 'other';
  };
  readonly 'link-closed': { readonly link: string; readonly at: number };
  readonly 'collection-changed': OfCollection & {
    readonly kinds: readonly string[];
    /** Answers with a `CollectionSnapshot`. */
    readonly href: string;
  };
  readonly 'collection-closed': OfCollection & {
    readonly reason: 'revoked' | 'deleted' | 'moved';
  };
  readonly 'earner-moved': {
    readonly link: string;
    readonly rev: number;
    readonly newHub: string;
    /** Signed by the new hub. */
    readonly statement: string;
    readonly effective: number;
    readonly cancelUntil: number;
    readonly cancelled?: boolean;
  };
  readonly 'hub-verification': {
    readonly nonce?: string;
    readonly state?: 'pending' | 'active' | 'limited';
  };
  readonly 'hub-keys-changed': { readonly kids: readonly string[]; readonly reason: string };
  readonly 'hub-retiring': { readonly at: number; readonly successor?: string };
  readonly 'stream-reset': {
    /** Absent in the first epoch of all. */
    readonly previousEpoch?: string;
    readonly reason: string;
    readonly snapshot: true;
  };
  readonly 'stream-noop': Readonly<Record<string, never>>;
}

export type EventType = keyof EventPayloads;

export type HubEvent = {
  readonly [Type in EventType]: { readonly type: Type; readonly payload: EventPayloads[Type] };
}[EventType];

/** An event of a later version, or of somebody else: taken, kept, and ignored. */
export interface UnknownEvent {
  readonly type: 'unknown';
  readonly uri: string;
  readonly payload: object;
}

export type ReceivedEvent = HubEvent | UnknownEvent;

/** Every event, and whether it is about an offer to one delivery address, which `sub_id` then names. */
const ABOUT_AN_OFFER: Readonly<Record<EventType, boolean>> = {
  'badge-offered': true,
  'badge-withdrawn': true,
  'badge-status-hint': false,
  'offer-accepted': true,
  'offer-declined': true,
  'link-closed': false,
  'collection-changed': false,
  'collection-closed': false,
  'earner-moved': false,
  'hub-verification': false,
  'hub-keys-changed': false,
  'hub-retiring': false,
  'stream-reset': false,
  'stream-noop': false,
};

export const EVENT_TYPES: readonly EventType[] = Object.keys(ABOUT_AN_OFFER).filter(isEventType);

/**
 * Step 11 of BFP/1, 2.13: the one event, its schema, and the form of `sub_id`.
 *
 * @throws MessageRefused `bad-event`
 */
export function readEvent({
  iss,
  sub_id: subject,
  events,
}: Pick<SetClaims, 'iss' | 'sub_id' | 'events'>): ReceivedEvent {
  const [[uri, payload] = ['', undefined], ...others] = Object.entries(events);
  if (payload === undefined || others.length > 0) throw new MessageRefused('bad-event');
  const type = uri.startsWith(EVENT_NAMESPACE) ? uri.slice(EVENT_NAMESPACE.length) : '';
  if (!isEventType(type)) return { type: 'unknown', uri, payload };
  if (!isAddressed(type, subject) || !hasShape(type, payload))
    throw new MessageRefused('bad-event');
  const event = { type, payload } as HubEvent;
  const href = hrefOf(event);
  if (href !== undefined && !isServedBy(href, iss)) throw new MessageRefused('bad-event');
  return event;
}

function isEventType(text: string): text is EventType {
  return Object.hasOwn(ABOUT_AN_OFFER, text);
}

function isAddressed(type: EventType, subject: SetClaims['sub_id']): boolean {
  return subject === undefined ? !ABOUT_AN_OFFER[type] : hasShape('subject', subject);
}

/** What we would fetch because of it: never from anybody but its sender. */
function hrefOf({ type, payload }: HubEvent): string | undefined {
  switch (type) {
    case 'badge-offered':
      return payload.credential.href;
    case 'collection-changed':
      return payload.href;
    default:
      return undefined;
  }
}
