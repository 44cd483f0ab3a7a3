export { BadgeSourceInput, toSource } from './badge-source.js';
export { enumOf } from './enum-of.js';
export { newestFirst } from './newest-first.js';
export { VisibilityEnum } from './visibility.type.js';
export type { Visibility } from './visibility.type.js';
export { SUBGRAPH_NAMES, buildSubgraph } from './build-subgraph.js';
export type { Subgraph, SubgraphName, SubgraphStream } from './build-subgraph.js';
export { cancellable } from './cancellable.js';
export { coalesce, coalesceRows } from './coalesce.js';
export { checkPageSize, connectionType, toConnection } from './connection.js';
export type { Connection } from './connection.js';
export { perRequest } from './context.js';
export type { SubgraphContext } from './context.js';
export { createCursorCodec } from './cursor.js';
export type { CursorCodec } from './cursor.js';
export { createSubgraphRunner } from './run-subgraph.js';
export type { SubgraphRunner } from './run-subgraph.js';
export { Base64, CursorScalar, DateTime, EmailAddress, Json, UrlScalar } from './scalars.js';
export { serveSubgraph } from './serve-subgraph.js';
export type { ServedSubgraph } from './serve-subgraph.js';
export { isRefusalCode, refusalToError, toGraphqlError } from './to-graphql-error.js';
export {
  OpenBadgesVersionEnum,
  VerificationReportType,
  toReportType,
} from './verification-report.type.js';
