import v1 from '../../../schema/contexts/openbadges-v1.json' with { type: 'json' };
import v2 from '../../../schema/contexts/openbadges-v2.json' with { type: 'json' };
import v2p1 from '../../../schema/contexts/openbadges-v2p1.json' with { type: 'json' };
import type { ContextDocument, KnownExtension } from './known-extensions.js';
import { KNOWN_EXTENSIONS } from './known-extensions.js';

/** A context that is never fetched, because it came with the program. */
export interface BundledContext {
  /** One address for it, whichever of its names a document uses. */
  readonly address: string;
  readonly document: ContextDocument;
  /** Absent for the contexts of the badges themselves. */
  readonly extension?: KnownExtension;
}

const CORE: readonly { addresses: readonly string[]; document: ContextDocument }[] = [
  {
    addresses: ['https://w3id.org/openbadges/v1', 'https://openbadgespec.org/v1/context.json'],
    document: v1,
  },
  {
    addresses: ['https://w3id.org/openbadges/v2', 'https://openbadgespec.org/v2/context.json'],
    document: v2,
  },
  {
    addresses: ['https://purl.imsglobal.org/spec/ob/v2p1/ob_v2p1.jsonld'],
    document: v2p1,
  },
];

const BY_ADDRESS = new Map<string, BundledContext>(
  [
    ...CORE,
    ...KNOWN_EXTENSIONS.map((extension) => ({
      addresses: extension.addresses,
      document: extension.context,
      extension,
    })),
  ].flatMap(({ addresses, ...context }) =>
    addresses.map((address): [string, BundledContext] => [
      plain(address),
      { address: addresses[0] ?? address, ...context },
    ]),
  ),
);

/**
 * The context behind an address, if this hub holds it. Nothing is fetched, so http is as good as
 * https here.
 */
export function bundledContext(address: string): BundledContext | undefined {
  return BY_ADDRESS.get(plain(address));
}

function plain(address: string): string {
  const from = /^https?:\/\//.exec(address)?.[0].length ?? 0;
  return address.slice(from, address.endsWith('/') ? -1 : undefined);
}
