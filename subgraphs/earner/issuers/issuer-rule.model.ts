import { defineModel } from '../../../src/store/index.js';

/** What an earner thinks of an issuer. Owner: earner. Lives until she takes it back. */
export interface IssuerRuleDoc {
  readonly _id: string;
  readonly earner: string;
  /** URL of its profile, as credentials name it. */
  readonly issuer: string;
  /** TRUSTED: accepted at once when VALID and hers. BLOCKED: never shown; the issuer is not told. */
  readonly rule: 'TRUSTED' | 'BLOCKED';
  readonly since: Date;
}

export const issuerRuleModel = defineModel<IssuerRuleDoc>(
  'issuer_rules',
  {
    _id: String,
    earner: { type: String, required: true },
    issuer: { type: String, required: true },
    rule: { type: String, required: true },
    since: { type: Date, required: true },
  },
  [{ name: 'one_rule_per_issuer', on: { earner: 1, issuer: 1 }, options: { unique: true } }],
);
