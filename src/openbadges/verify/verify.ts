import type { Evidence, FetchDocument, Source } from './evidence.js';
import { gather } from './gather.js';
import type { FoundPicture } from './gather.js';
import type { Judgement, Question } from './judge.js';
import { judge } from './judge.js';

export interface VerifyDeps {
  readonly fetch: FetchDocument;
  readonly now: () => Date;
}

export interface Verified extends Judgement {
  readonly evidence: Evidence;
  /** Usable pictures that were fetched on the way, or came with the badge. */
  readonly pictures: readonly FoundPicture[];
}

/** Gathers the evidence and judges it, for now or for the moment `at`. */
export async function verify(
  source: Source,
  { fetch, now }: VerifyDeps,
  {
    earlier,
    at,
    ...question
  }: Partial<Question> & {
    /** What was gathered last time: pictures seen then are not fetched again. */
    readonly earlier?: Pick<Evidence, 'pictures'>;
  } = {},
): Promise<Verified> {
  const { evidence, pictures } = await gather(source, { fetch, now, ...(earlier && { earlier }) });
  return { ...(await judge(evidence, { at: at ?? now(), ...question })), evidence, pictures };
}
