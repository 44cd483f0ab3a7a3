import type { Html, Operation } from '../web/index.js';

type Variables = Readonly<Record<string, unknown>>;

/** What a button of a page does. */
export interface Action {
  readonly operation: Operation<unknown, Variables>;
  variables(form: URLSearchParams): Variables;
  /** What the page says afterwards, with what is shown only once; the page alone when absent. */
  says?(data: unknown): Html;
  /** What she may do has changed, so this browser gets a fresh session. */
  readonly renews?: true;
  /** Where she goes afterwards; the same page when absent. */
  readonly leadsTo?: string;
}

/** What a field holds, without the spaces around it; empty when there is no such field. */
export const textIn = (form: URLSearchParams, name: string): string => form.get(name)?.trim() ?? '';

/**
 * A mutation whose arguments are the form's fields of the same names; `types` gives each its type, `picks`
 * what is asked of an answer that is an object: `act('setPrimaryEmail', { email: 'EmailAddress!' }, '{ id }')`.
 */
export function act(
  mutation: string,
  types: Readonly<Record<string, string>>,
  picks = '',
): Pick<Action, 'operation' | 'variables'> {
  const names = Object.keys(types);
  const declared = names.map((name) => `$${name}: ${String(types[name])}`).join(', ');
  const given = names.map((name) => `${name}: $${name}`).join(', ');
  return {
    operation: { query: `mutation (${declared}) { ${mutation}(${given}) ${picks} }` },
    variables: (form) => Object.fromEntries(names.map((name) => [name, textIn(form, name)])),
  };
}
