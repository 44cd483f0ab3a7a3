/** The reasons get names of their own: one name for two enums does not validate. */
const item = (selection: string): string => `__typename
  ... on CollectionChange { cursor rev ${selection} }
  ... on SnapshotRequired { cursor snapshotReason: reason }
  ... on AccessEnded { endReason: reason }`;

export const subscription = (
  selection: string,
): string => `subscription ($collection: ID!, $after: Cursor) {
  collectionChanges(collection: $collection, after: $after) { ${item(selection)} }
}`;

export const changesPage = (
  selection: string,
): string => `query ($collection: ID!, $after: Cursor!, $first: Int!) {
  collectionChangesSince(collection: $collection, after: $after, first: $first) {
    cursor hasMore items { ${item(selection)} }
  }
}`;

export const snapshotPage = (
  badge: string,
  collection: string,
): string => `query ($collection: ID!, $after: String, $first: Int!) {
  collectionSnapshot(collection: $collection) {
    cursor
    collection { rev ${collection} }
    badges(first: $first, after: $after) {
      edges { node { ${badge} } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;
