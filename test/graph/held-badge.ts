import type { FetchDocument } from '../../src/openbadges/index.js';
import { recheckJobModel } from '../../subgraphs/verification/recheck-job.model.js';
import type { RecheckJobDoc } from '../../subgraphs/verification/recheck-job.model.js';
import { reportModel } from '../../subgraphs/verification/report.model.js';
import type { ReportDoc } from '../../subgraphs/verification/report.model.js';
import type { BadgeOptions, HostedBadge } from '../support/badges.js';
import type { TestGraph } from '../support/graph.js';
import { ACCEPT } from './story.js';
import type { Story, TestEarner } from './story.js';
import { testIssuer } from './test-issuer.js';
import type { TestIssuer } from './test-issuer.js';

export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;
export const REVERIFY = 'mutation ($id: ID!) { reverifyBadge(id: $id) { verdict } }';
export const REMOVE = 'mutation ($id: ID!) { removeBadge(id: $id) }';

/** A badge that was pushed and accepted, and everybody it has to do with. */
export interface HeldBadge {
  readonly she: TestEarner;
  readonly issuer: TestIssuer;
  readonly urls: HostedBadge['urls'];
  readonly assertion: HostedBadge['assertion'];
  readonly badge: string;
  readonly offer: string;
}

export interface Holdings {
  /** A badge of an issuer nobody else has, unless one is given. */
  hold(
    options?: BadgeOptions & { readonly she?: TestEarner; readonly issuer?: TestIssuer },
  ): Promise<HeldBadge>;
  /** Several badges of one issuer that has no others. */
  holdMany(base: string, count: number): Promise<IssuedBadges>;
  /** Makes an offer hers; the id of the badge. */
  accept(she: TestEarner, offer: string): Promise<string>;
  /** She asks for a check, a minute after the last one; the verdict. */
  reverify(held: Pick<HeldBadge, 'she' | 'badge'>): Promise<string>;
  /** The worker checks what is due. */
  recheck(): Promise<void>;
  /** The report that stands now. */
  report(subject: string): Promise<ReportDoc>;
  /** When the worker looks at a badge again. */
  job(badge: string): Promise<RecheckJobDoc>;
  /** The worker looks at a badge as soon as it can. */
  makeDue(badge: string): Promise<void>;
}

export interface IssuedBadges {
  readonly issuer: TestIssuer;
  readonly held: readonly HeldBadge[];
}

/** Puts something between the hub and an issuer. */
export function intercept(
  graph: TestGraph,
  base: string,
  around: (server: FetchDocument) => FetchDocument,
): void {
  const server = graph.issuers.get(base);
  if (server === undefined) throw new Error(`${base} has no server`);
  graph.issuers.set(base, around(server));
}

/** What tests about stored badges do over and over. */
export function holdingsOn(graph: TestGraph, story: Story): Holdings {
  let issuers = 0;
  const jobs = () => graph.parts.database.model(recheckJobModel);

  const holdings: Holdings = {
    async hold({ she: holder, issuer: known, ...options } = {}) {
      issuers += 1;
      const { base = `https://holder-${String(issuers)}.example` } = options;
      const issuer = known ?? testIssuer(graph, base);
      const she = holder ?? (await story.earner());
      const { urls, assertion } = issuer.issue({ recipient: she.email, ...options });
      const { offerId } = await story.push({ assertionUrl: urls.assertion }, she.email);
      if (offerId === null) throw new Error('the push was refused');
      const badge = await holdings.accept(she, offerId);
      return { she, issuer, urls, assertion, badge, offer: offerId };
    },
    async holdMany(base, count) {
      const issuer = testIssuer(graph, base);
      const held: HeldBadge[] = [];
      for (let made = 0; made < count; made += 1) held.push(await holdings.hold({ issuer }));
      return { issuer, held };
    },
    async accept({ as }, id) {
      const { acceptOffer } = await graph.data<{ acceptOffer: { id: string } }>(as, ACCEPT, { id });
      return acceptOffer.id;
    },
    async reverify({ she, badge }) {
      graph.clock.pass(MINUTE_MS);
      const answer = await graph.data<{ reverifyBadge: { verdict: string } }>(she.as, REVERIFY, {
        id: badge,
      });
      return answer.reverifyBadge.verdict;
    },
    recheck: () => graph.worker.recheckDue(new AbortController().signal),
    async report(subject) {
      const found = await graph.parts.database
        .model(reportModel)
        .findOne({ subject, current: true })
        .lean<ReportDoc>();
      if (found === null) throw new Error(`${subject} has no report`);
      return found;
    },
    async job(badge) {
      const found = await jobs().findById(badge).lean();
      if (found === null) throw new Error(`${badge} has no job`);
      return found;
    },
    async makeDue(badge) {
      await jobs().updateOne({ _id: badge }, { $set: { dueAt: graph.clock.now() } });
    },
  };
  return holdings;
}
