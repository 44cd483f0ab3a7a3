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

/**
 * How to ask a hub's graph over HTTP.
 * @param {string} hub its address
 * @returns {(query: string, variables?: object, token?: string) => Promise<any>} gives the data;
 *   throws GraphRefusal
 */
export const graphOf =
  (hub) =>
  async (query, variables = {}, token = undefined) => {
    const response = await fetch(new URL('/graphql', hub), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = await response.json();
    if (errors === undefined) return data;
    throw new GraphRefusal(errors[0].message, errors[0].extensions?.code);
  };
