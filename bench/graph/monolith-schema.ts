/** The part of the public graph the nested query touches, as one schema without federation. */
export const typeDefs = `
  scalar DateTime
  scalar URL

  type Query { collection(id: ID!): Collection }

  type Collection {
    id: ID!
    name: String!
    description: String
    rev: Int!
    updatedAt: DateTime!
    owner: Earner!
    badges(first: Int! = 20, after: String): BadgeConnection!
  }

  type Earner { id: ID! displayName: String }

  type BadgeConnection { edges: [BadgeEdge!]! pageInfo: PageInfo! }
  type BadgeEdge { cursor: String! node: Badge }
  type PageInfo {
    hasNextPage: Boolean!
    hasPreviousPage: Boolean!
    startCursor: String
    endCursor: String
  }

  type Badge {
    id: ID!
    name: String!
    description: String
    criteriaUrl: URL
    issuedOn: DateTime
    expires: DateTime
    tags: [String!]!
    issuer: Issuer!
    verification: VerificationReport!
  }

  type Issuer { id: ID! name: String! url: URL description: String }

  enum Verdict { VALID INVALID REVOKED EXPIRED NOT_YET_VALID UNVERIFIABLE UNBOUND }
  enum FindingOutcome { PASS FAIL WARN SKIPPED UNREACHABLE }
  type VerificationReport { verdict: Verdict! checkedAt: DateTime! findings: [Finding!]! }
  type Finding { check: String! outcome: FindingOutcome! because: String }
`;
