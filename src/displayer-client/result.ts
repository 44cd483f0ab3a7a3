import { FollowError, Lost, isFinalCode } from './errors.js';

export interface GraphqlError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** What a GraphQL server answers. */
export interface Result<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly GraphqlError[];
}

/**
 * The data of an answer. A token that is refused is not judged here: the close code 4401 and the status
 * 401 tell it from one that merely ran out meanwhile.
 * @throws FollowError when the same question can only get the same answer; Lost when it may get a better one
 */
export function dataOf<Data>({ data, errors = [] }: Result<Data>): Data {
  if (data !== null && data !== undefined) return data;
  for (const { message, extensions } of errors) {
    const code = extensions?.['code'];
    if (isFinalCode(code) && code !== 'UNAUTHENTICATED') throw new FollowError(code, message);
  }
  throw new Lost(errors[0]?.message ?? 'The answer is empty.');
}
