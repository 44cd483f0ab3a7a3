/**
 * The table of refusals: every "no" the hub says on purpose. `http` is the status where the answer is a
 * plain HTTP one, `retry` tells a client whether the same request may work later, `says` is the default
 * sentence. Sentences never hold an address, a token or the caller's input.
 */
export const REFUSALS = {
  UNAUTHENTICATED: { http: 401, retry: false, says: 'Sign in first.' },
  FORBIDDEN: { http: 403, retry: false, says: 'You may not do this.' },
  NOT_FOUND: { http: 404, retry: false, says: 'There is no such thing, or you may not see it.' },
  BAD_INPUT: { http: 400, retry: false, says: 'Part of the input is wrong.' },
  BAD_TOKEN: {
    http: 400,
    retry: false,
    says: 'This link was used already, is too old or is not ours.',
  },
  CODE_NEEDED: {
    http: 401,
    retry: true,
    says: 'Outside the browser that asked, the code in the same mail is needed; this is not it.',
  },
  UNREADABLE_CREDENTIAL: { http: 400, retry: false, says: 'No badge can be read from this.' },
  NOT_YOUR_BADGE: { http: 403, retry: false, says: 'This badge was issued to somebody else.' },
  ISSUER_BLOCKED: {
    http: 403,
    retry: false,
    says: 'This hub takes nothing from this issuer.',
  },
  OFFER_CLOSED: { http: 409, retry: false, says: 'This offer was answered or has expired.' },
  EDIT_CONFLICT: {
    http: 409,
    retry: true,
    says: 'The collection changed meanwhile; read it again.',
  },
  COLLECTION_FULL: { http: 409, retry: false, says: 'A collection holds at most 1,000 badges.' },
  BAD_CURSOR: { http: 400, retry: false, says: 'This cursor is not one of ours for this list.' },
  LAST_ADDRESS: {
    http: 409,
    retry: false,
    says: 'The last address of an account cannot be removed; add another one first.',
  },
  RATE_LIMITED: { http: 429, retry: true, says: 'Too many requests; try again later.' },
  TOO_LARGE: { http: 413, retry: false, says: 'This is larger than the hub accepts.' },
  TOO_COMPLEX: { http: 400, retry: false, says: 'This operation asks for too much at once.' },
  UNAVAILABLE: {
    http: 503,
    retry: true,
    says: 'A part of the hub does not answer; try again later.',
  },
  INTERNAL: { http: 500, retry: true, says: 'Something went wrong on our side.' },
} as const satisfies Record<string, { http: number; retry: boolean; says: string }>;

export type RefusalCode = keyof typeof REFUSALS;

/** A "no" said on purpose. Anything else that is thrown is a bug and shown as INTERNAL. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: RefusalCode,
    /** A sentence that names the part that is wrong; the table's own when absent. */
    says?: string,
    /** Facts for programs: `field` (path of the wrong part), `retryAfterSeconds`. */
    readonly details: Readonly<Record<string, string | number>> = {},
  ) {
    super(says ?? REFUSALS[code].says);
  }
}
