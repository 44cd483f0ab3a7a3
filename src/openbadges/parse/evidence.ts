import { z } from 'zod';

import type { EvidenceItem } from '../credential.js';
import { webUrl } from '../web-url.js';
import { name, oneOrMany, optional, prose } from './fields.js';
import { defined } from './reading.js';

/** URLs or, since 2.0, objects; the ids of objects may be names that lead nowhere. */
export const evidence = oneOrMany(
  z.union([
    name.refine(isHarmless).transform((id) => ({ id, name: undefined, narrative: undefined })),
    z.object({
      id: optional(name.refine(isHarmless)),
      name: optional(name),
      narrative: optional(prose),
    }),
  ]),
);

/** Keeps of every id only those that are http(s) URLs. */
export function readEvidence(
  items: z.output<typeof evidence> | undefined,
): readonly EvidenceItem[] {
  return (items ?? []).map(({ id, ...item }) =>
    defined({ ...item, id: id !== undefined && webUrl(id) !== undefined ? id : undefined }),
  );
}

/** Refuses what a browser would run or open locally, instead of leaving it out in silence. */
function isHarmless(id: string): boolean {
  return webUrl(id) !== undefined || /^(urn:|_:|did:)/i.test(id);
}
