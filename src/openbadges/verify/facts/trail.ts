import type { Unbaked } from '../../bake/unbake.js';
import type { FetchAnswer } from '../evidence.js';

/** One step on the way from what was handed in to the credential that counts. */
export type Step =
  /** What was handed in; with a sentence when it is nothing to begin with. */
  | { readonly step: 'input'; readonly problem?: string }
  | { readonly step: 'picture'; readonly unbaked: Unbaked }
  /** Absent answer: nobody asked yet, or the limit of fetches was reached. */
  | { readonly step: 'asked'; readonly url: string; readonly answer?: FetchAnswer }
  /** A text was read; with a clause when it could not be. */
  | { readonly step: 'read'; readonly problem?: string }
  | { readonly step: 'lost'; readonly because: Lost };

/** Why the way ends before the credential. */
export type Lost =
  /** A hosted badge that does not say where. */
  | 'no-address'
  /** Addresses that only lead to further addresses. */
  | 'too-many-addresses'
  /** A document that is no badge of a version we know. */
  | 'unknown-version'
  /** It says that it is signed, yet it came without its signature. */
  | 'no-signature'
  /** It is signed, and says that it is hosted. */
  | 'signed-says-hosted';

export type Trail = readonly Step[];

/** The steps of one kind. */
export function stepsOf<Which extends Step['step']>(
  trail: Trail,
  which: Which,
): readonly Extract<Step, { step: Which }>[] {
  return trail.filter((step): step is Extract<Step, { step: Which }> => step.step === which);
}

export function isLost(trail: Trail, because: Lost): boolean {
  return stepsOf(trail, 'lost').some((step) => step.because === because);
}
