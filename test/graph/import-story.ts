import type { ExecutionResult } from 'graphql';
import { ANONYMOUS } from '../../src/runtime/index.js';
import { badgeModel } from '../../subgraphs/badge/badge.model.js';
import { offerModel } from '../../subgraphs/badge/offer.model.js';
import { addressModel } from '../../subgraphs/earner/addresses/address.model.js';
import { reportModel } from '../../subgraphs/verification/report.model.js';
import { badgeToSign, fetchFrom } from '../support/badges.js';
import type { BadgeOptions } from '../support/badges.js';
import { signText } from '../support/issue-jws.js';
import type { TestGraph } from '../support/graph.js';
import type { TestEarner } from './story.js';

export interface ImportResult {
  readonly badge: { readonly id: string; readonly name: string } | null;
  readonly offer: { readonly id: string; readonly state: string } | null;
  readonly report: {
    readonly verdict: string;
    readonly findings: readonly {
      readonly check: string;
      readonly outcome: string;
      readonly because: string | null;
    }[];
  };
}

const IMPORT = `mutation ($input: BadgeSourceInput!) { importBadge(input: $input) {
  badge { id name } offer { id state } report { verdict findings { check outcome because } } } }`;

type Source = Readonly<Record<string, unknown>>;

/** What earners bring themselves, and what is stored of it. */
export function importsOn(graph: TestGraph) {
  const model: TestGraph['parts']['database']['model'] = (definition) =>
    graph.parts.database.model(definition);
  return {
    async importBadge({ as }: TestEarner, input: Source): Promise<ImportResult> {
      const { importBadge } = await graph.data<{ importBadge: ImportResult }>(as, IMPORT, {
        input,
      });
      return importBadge;
    },
    byNobody: (input: Source): Promise<ExecutionResult> => graph.run(ANONYMOUS, IMPORT, { input }),
    /** Proves a further address of hers. */
    async proveAddress({ as }: TestEarner, typed: string): Promise<void> {
      const [_id, verifiedAt] = [typed.toLowerCase(), graph.clock.now()];
      const address = { _id, earner: as.earner, typed, verifiedAt, primary: false };
      await model(addressModel).create([address]);
    },
    /** Signs a badge whose issuer can be reached; the JWS. */
    sign(base: string, options: BadgeOptions): string {
      const { assertion, documents } = badgeToSign({ base, ...options });
      graph.issuers.set(base, fetchFrom(documents));
      return signText(JSON.stringify(assertion));
    },
    /** How much is stored of her and for an address. */
    async stored({ as, email }: TestEarner): Promise<{ badges: number; offers: number }> {
      return {
        badges: await model(badgeModel).countDocuments({ earner: as.earner }),
        offers: await model(offerModel).countDocuments({ recipient: email.toLowerCase() }),
      };
    },
    offersTo: (recipient: string) => model(offerModel).find({ recipient }).lean(),
    reportsOf: (subject: string) => model(reportModel).find({ subject }).lean(),
  };
}
