const FINAL_CODES = [
  'NOT_FOUND',
  'BAD_CURSOR',
  'BAD_INPUT',
  'TOO_COMPLEX',
  'FORBIDDEN',
  'UNAUTHENTICATED',
] as const;

/** What the hub answers in the same way however often it is asked. */
export type FinalCode = (typeof FINAL_CODES)[number];

/** The hub said no for good; `code` is its own. */
export class FollowError extends Error {
  override readonly name = 'FollowError';

  constructor(
    readonly code: FinalCode,
    says: string,
  ) {
    super(says);
  }
}

/** This attempt came to nothing, the next may not. Applications only hear of it. */
export class Lost extends Error {
  override readonly name = 'Lost';
}

export const isFinalCode = (code: unknown): code is FinalCode =>
  FINAL_CODES.some((final) => final === code);
