import { buildSubgraph } from '../../src/graphql/index.js';
import type { Subgraph } from '../../src/graphql/index.js';
import { evidenceModel } from './evidence.model.js';
import { issuerHostModel } from './issuer-host.model.js';
import { JobsResolver } from './jobs.resolver.js';
import { recheckJobModel } from './recheck-job.model.js';
import { reportModel } from './report.model.js';
import { BadgeType, VerificationResolver } from './verification.resolver.js';
import type { VerificationResolverDeps } from './verification.resolver.js';

export { evidenceOf, repeatJudgement } from './keep-evidence.js';
export { limitPerHost } from './limit-per-host.js';
export { recheckDue } from './recheck-due.js';
export { rechecks } from './rechecks.js';
export { reportLog } from './report-log.js';
export type { VerificationResolverDeps };

/** MongoDB collections that only this subgraph writes. */
export const VERIFICATION_MODELS = [
  reportModel,
  evidenceModel,
  recheckJobModel,
  issuerHostModel,
] as const;

/** The verification subgraph: what the hub found out about badges, and when. */
export function verificationSubgraph(deps: VerificationResolverDeps): Subgraph {
  const verification = new VerificationResolver(deps);
  return buildSubgraph({
    name: 'verification',
    resolvers: [verification, new JobsResolver(deps)],
    orphanedTypes: [BadgeType],
    references: { Badge: ({ id }, context) => verification.byId(id, context) },
  });
}
