/** The hub said no; `code` is its own. */
export class GraphRefusal extends Error {
  /**
   * @param {string} message
   * @param {unknown} code
   */
  constructor(message, code) {
    super(`${String(code)}: ${message}`);
    this.code = code;
  }
}

/** @typedef {{ edges: { node: { id: string } }[] }} Inbox */
/** @typedef {{ name: string, issuer: { name: string }, verification: Report }} Badge */
/** @typedef {{ verdict: string }} Report */
/**
 * What this story asks the graph for, by root field.
 * @typedef {object} Data
 * @property {{ state: string, offerId: string, report: Report }} pushBadge
 * @property {{ accessToken: string }} signIn
 * @property {{ displayName: string | null }} setDisplayName
 * @property {{ inbox: Inbox }} me
 * @property {{ id: string, name: string, visibility: string }} acceptOffer
 * @property {{ id: string, visibility: string }} createCollection
 * @property {{ name: string, owner: object, badges: { edges: { node: Badge }[] } }} collection
 * @property {Report} reverifyBadge
 */
/** @typedef {{ message: string, extensions?: { code?: string } }} GraphError */

/**
 * How to ask a hub's graph over HTTP.
 * @param {string} hub its address
 * @returns {(query: string, variables?: object, token?: string) => Promise<Data>} gives the
 *   data of what was asked for; throws GraphRefusal
 */
export const graphOf =
  (hub) =>
  async (query, variables = {}, token) => {
    const response = await fetch(new URL('/graphql', hub), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = /** @type {{ data: Data, errors?: GraphError[] }} */ (
      await response.json()
    );
    const [error] = errors ?? [];
    if (error === undefined) return data;
    throw new GraphRefusal(error.message, error.extensions?.code);
  };
