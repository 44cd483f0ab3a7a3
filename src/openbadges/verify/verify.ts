import type { FetchDocument, Source } from './evidence.js';
import { gather } from './gather.js';
import type { Judgement } from './judge.js';
import { judge } from './judge.js';

export interface VerifyDeps {
  readonly fetch: FetchDocument;
  readonly now: () => Date;
}

/** Gathers the evidence and judges it, for now or for the moment `at`. */
export async function verify(
  source: Source,
  { fetch, now }: VerifyDeps,
  { at }: { readonly at?: Date } = {},
): Promise<Judgement> {
  const evidence = await gather(source, { fetch });
  return judge(evidence, { at: at ?? now() });
}
