/** What a displayer asks to show a collection: fields of all four subgraphs. */
export const NESTED_QUERY = `
  query Shown($id: ID!) {
    collection(id: $id) {
      id
      name
      owner { id displayName }
      badges(first: 20) {
        edges {
          node {
            id
            name
            description
            issuer { id name }
            verification { verdict checkedAt findings { check outcome } }
          }
        }
        pageInfo { hasNextPage }
      }
    }
  }
`;

export const BADGES_SHOWN = 20;
