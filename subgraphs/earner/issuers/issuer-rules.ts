import { Refusal } from '../../../src/errors.js';
import type { Clock, Ids } from '../../../src/runtime/index.js';
import type { Database, Session } from '../../../src/store/index.js';
import type { IssuerRules } from '../../ports.js';
import { addressModel } from '../addresses/address.model.js';
import { linkModel } from '../links/link.model.js';
import { issuerRuleModel } from './issuer-rule.model.js';
import type { IssuerRuleDoc } from './issuer-rule.model.js';

export interface IssuerRulesDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
}

const MOST_RULES = 500;

/** Her rules, the newest first. */
export async function rulesOf(
  earner: string,
  { database }: Pick<IssuerRulesDeps, 'database'>,
): Promise<readonly Pick<IssuerRuleDoc, 'issuer' | 'rule' | 'since'>[]> {
  return database
    .model(issuerRuleModel)
    .find({ earner }, { _id: 0, issuer: 1, rule: 1, since: 1 })
    .sort({ since: -1, issuer: 1 })
    .lean();
}

/**
 * Says what she thinks of an issuer; the last word counts.
 * @throws Refusal BAD_INPUT when she has 500 rules already
 */
export async function setIssuerRule(
  earner: string,
  issuer: string,
  rule: IssuerRuleDoc['rule'],
  { database, clock, ids }: IssuerRulesDeps,
): Promise<void> {
  const rules = database.model(issuerRuleModel);
  const count = await rules.countDocuments({ earner, issuer: { $ne: issuer } });
  if (count >= MOST_RULES) {
    throw new Refusal('BAD_INPUT', `There may be ${String(MOST_RULES)} rules about issuers.`, {
      field: 'issuer',
    });
  }
  await rules.updateOne(
    { earner, issuer },
    { $set: { rule, since: clock.now() }, $setOnInsert: { _id: ids.make('rul') } },
    { upsert: true },
  );
}

/** Forgets what she said about an issuer. */
export async function forgetIssuer(
  earner: string,
  issuer: string,
  { database }: Pick<IssuerRulesDeps, 'database'>,
): Promise<void> {
  await database.model(issuerRuleModel).deleteOne({ earner, issuer });
}

/** The rules of an account that is merged; about the same issuer the surviving account's word counts. */
export async function moveIssuerRules(
  from: string,
  to: string,
  { database }: Pick<IssuerRulesDeps, 'database'>,
  session: Session,
): Promise<void> {
  const rules = database.model(issuerRuleModel);
  const kept = await rules.find({ earner: to }, { issuer: 1 }, { session }).lean();
  const doubled = { $in: kept.map(({ issuer }) => issuer) };
  await rules.deleteMany({ earner: from, issuer: doubled }, { session });
  await rules.updateMany({ earner: from }, { $set: { earner: to } }, { session });
}

/** The port by which the badge subgraph learns what an earner thinks of issuers. */
export function issuerRules(database: Database): IssuerRules {
  return {
    async rulesOf(earner) {
      const found = await rulesOf(earner, { database });
      const issuersWith = (wanted: IssuerRuleDoc['rule']) =>
        found.filter(({ rule }) => rule === wanted).map(({ issuer }) => issuer);
      return { trusted: issuersWith('TRUSTED'), blocked: issuersWith('BLOCKED') };
    },
    async earnerWith(address) {
      const found = await database.model(addressModel).findById(address, { earner: 1 }).lean();
      if (found !== null) return found.earner;
      const link = await database
        .model(linkModel)
        .findOne({ deliveryAddress: address, direction: 'RECEIVES', state: 'OPEN' }, { earner: 1 })
        .lean();
      return link?.earner ?? null;
    },
  };
}
