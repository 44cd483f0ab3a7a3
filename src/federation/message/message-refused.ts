/** The error codes of RFC 8935, section 2.4, that hubs use. */
export type SetError =
  | 'invalid_request'
  | 'invalid_key'
  | 'invalid_issuer'
  | 'invalid_audience'
  | 'authentication_failed'
  | 'access_denied';

/** What went wrong in the terms of BFP/1, where the code of RFC 8935 is not enough to act on. */
export type BfCode =
  'bf_malformed' | 'bf_schema' | 'bf_jti_reuse' | 'bf_stale' | 'bf_clock' | 'bf_unknown_kid';

interface Row {
  readonly err: SetError;
  readonly bfCode?: BfCode;
  readonly says: string;
}

/**
 * Every reason to refuse a message, with the words that go back to its sender. The words never change
 * with what was sent and never tell anything about an earner.
 */
export const MESSAGE_REFUSALS = {
  'too-large': malformed('The message is larger than allowed.'),
  'bad-json': malformed('The message holds text that is not I-JSON within the limits.'),
  'bad-form': malformed('The message is not a compact JWS of three base64url parts.'),
  'bad-header': malformed('The header must hold alg, typ and kid, and nothing else.'),
  'bad-algorithm': malformed('The algorithm is not one that hubs use.'),
  'bad-type': malformed('The typ of the header is not the one of this kind of message.'),
  'bad-claims': { err: 'invalid_request', bfCode: 'bf_schema', says: 'The claims are wrong.' },
  'bad-event': {
    err: 'invalid_request',
    bfCode: 'bf_schema',
    says: 'The event is not as its schema asks.',
  },
  'bad-body': {
    err: 'invalid_request',
    bfCode: 'bf_schema',
    says: 'The body of the request is not as its schema asks.',
  },
  'jti-reused': {
    err: 'invalid_request',
    bfCode: 'bf_jti_reuse',
    says: 'Another message had this jti.',
  },
  stale: { err: 'invalid_request', bfCode: 'bf_stale', says: 'What is told is too long ago.' },
  clock: {
    err: 'invalid_request',
    bfCode: 'bf_clock',
    says: 'The time of the message is too far from ours; compare the Date header.',
  },
  'other-request': malformed('The token was made for another request.'),
  'bad-issuer': { err: 'invalid_issuer', says: 'The issuer is not the origin of a hub.' },
  'bad-discovery': { err: 'invalid_issuer', says: 'The discovery document cannot be used.' },
  'no-common-version': {
    err: 'invalid_issuer',
    says: 'There is no version of the protocol that both hubs speak.',
  },
  'bad-audience': { err: 'invalid_audience', says: 'The audience is not this hub alone.' },
  'unknown-key': {
    err: 'invalid_key',
    bfCode: 'bf_unknown_kid',
    says: 'The key is not among those the issuer publishes.',
  },
  'unfit-key': { err: 'invalid_key', says: 'The key is not one for this algorithm.' },
  'bad-keys': { err: 'invalid_key', says: 'The keys the issuer publishes cannot be used.' },
  'old-keys': { err: 'invalid_key', says: 'The keys of the issuer were read too long ago.' },
  'wrong-signature': { err: 'authentication_failed', says: 'The signature is wrong.' },
  'no-access': { err: 'access_denied', says: 'This hub takes no such message from this issuer.' },
} as const satisfies Record<string, Row>;

export type MessageFault = keyof typeof MESSAGE_REFUSALS;

/** A message between hubs that is not taken: what RFC 8935 lets a receiver say of it. */
export class MessageRefused extends Error {
  override readonly name = 'MessageRefused';
  readonly err: SetError;
  readonly bfCode?: BfCode;
  /** Always the same for the same fault. */
  readonly description: string;

  constructor(readonly fault: MessageFault) {
    const row: Row = MESSAGE_REFUSALS[fault];
    super(row.says);
    this.err = row.err;
    this.description = row.says;
    if (row.bfCode !== undefined) this.bfCode = row.bfCode;
  }

  /** The body of the answer: RFC 8935, section 2.3, with `bf_code` besides. */
  toJSON(): { readonly err: SetError; readonly description: string; readonly bf_code?: BfCode } {
    const { err, description, bfCode } = this;
    return { err, description, ...(bfCode === undefined ? {} : { bf_code: bfCode }) };
  }
}

function malformed<Says extends string>(says: Says) {
  return { err: 'invalid_request', bfCode: 'bf_malformed', says } as const;
}
