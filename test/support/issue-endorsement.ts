import type { Members } from './issue-badge.js';
import { signText } from './issue-jws.js';
import type { Signing } from './issue-jws.js';
import { pemOf } from './issue-keys.js';

/** What somebody else says of a badge, its class or its issuer (2.0, "Endorsement"). */
export interface EndorsementOptions {
  /**
   * Whether the endorsed document names it by its URL, brings a copy along (`embedded`) or one that has
   * no address (`inside`), or holds it as a compact JWS.
   */
  readonly form?: 'hosted' | 'embedded' | 'inside' | 'signed';
  readonly change?: Members;
  readonly endorser?: Members;
  readonly sign?: Signing;
}

export interface Endorsement {
  /** What stands in the `endorsement` of the endorsed document. */
  readonly reference: unknown;
  /** What the endorser's server has to answer. */
  readonly documents: ReadonlyMap<string, Members>;
}

const BASE = 'https://endorser.example';
const CONTEXT = 'https://w3id.org/openbadges/v2';

/** An endorsement that is VALID once its documents are served; `number` tells several apart. */
export function endorsementOf(
  endorsed: string,
  number: number,
  { form = 'hosted', change = {}, endorser = {}, sign = {} }: EndorsementOptions,
): Endorsement {
  const signed = form === 'signed';
  const id = signed ? `urn:endorsement:${number}` : `${BASE}/endorsements/${number}`;
  const document = plain({
    '@context': CONTEXT,
    id,
    type: 'Endorsement',
    claim: { id: endorsed, endorsementComment: 'Holds in practice.' },
    issuer: `${BASE}/profile`,
    issuedOn: '2024-04-01T12:00:00Z',
    verification: signed
      ? { type: 'SignedBadge', creator: `${BASE}/key` }
      : { type: 'HostedBadge' },
    ...change,
  });
  const profile = plain({
    '@context': CONTEXT,
    id: `${BASE}/profile`,
    type: 'Profile',
    name: 'Guild of Welders',
    url: `${BASE}/`,
    email: 'guild@endorser.example',
    publicKey: `${BASE}/key`,
    ...endorser,
  });
  const key = {
    '@context': CONTEXT,
    id: `${BASE}/key`,
    type: 'CryptographicKey',
    owner: `${BASE}/profile`,
    publicKeyPem: pemOf('endorser'),
  };
  const documents = new Map<string, Members>([
    [`${BASE}/profile`, profile],
    ...(signed ? [[`${BASE}/key`, key] as const] : []),
    ...(form === 'hosted' || form === 'embedded' ? [[id, document] as const] : []),
  ]);
  const references = {
    hosted: () => id,
    embedded: () => document,
    inside: () => document,
    signed: () => signText(JSON.stringify(document), { key: 'endorser', ...sign }),
  };
  return { reference: references[form](), documents };
}

function plain(document: Members): Members {
  return JSON.parse(JSON.stringify(document)) as Members;
}
