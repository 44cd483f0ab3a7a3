import { Ajv } from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { JsonObject } from '../parse/strict-json.js';
import type { KnownExtension } from './known-extensions.js';
import type { PlainNames } from './plain-names.js';
import { plainNames, withPlainNames } from './plain-names.js';

/** A field of an extension that is not as its schema asks. */
export interface ExtensionFault {
  /** By our schema's names, parts joined with dots; the extension itself when empty. */
  readonly field: string;
  readonly kind: 'missing' | 'wrong';
}

interface Checker {
  readonly names: PlainNames;
  readonly validate: ValidateFunction;
}

/** No schema refers to another document; the formats are those of RFC 3986 and RFC 3339. */
const ajv = new Ajv({
  strict: true,
  formats: {
    uri: /^[a-z][a-z0-9+.-]*:\S+$/i,
    'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/i,
  },
});
const checkers = new Map<string, Checker>();

/** Holds an extension against our schema for it; undefined when there is nothing to find fault with. */
export function faultIn(extension: KnownExtension, object: JsonObject): ExtensionFault | undefined {
  const { names, validate } = checkerFor(extension);
  if (validate(withPlainNames(object, names))) return undefined;
  return faultFrom(validate.errors ?? []);
}

/** Compiled when it is first needed. */
function checkerFor({ name, context, schema }: KnownExtension): Checker {
  const known = checkers.get(name);
  if (known !== undefined) return known;
  const checker = { names: plainNames(context), validate: ajv.compile(schema) };
  checkers.set(name, checker);
  return checker;
}

/** Of one fault there are several errors when a field may be one or many: the deepest tells most. */
function faultFrom(errors: readonly ErrorObject[]): ExtensionFault {
  const paths = errors.map(({ instancePath, params }) => {
    const missing = (params as { missingProperty?: string }).missingProperty;
    const parts = instancePath.split('/').slice(1);
    return { parts: missing === undefined ? parts : [...parts, missing], missing };
  });
  const deepest = paths.reduce(
    (best, path) => (path.parts.length > best.parts.length ? path : best),
    { parts: [] as readonly string[], missing: undefined as string | undefined },
  );
  return {
    field: deepest.parts.join('.'),
    kind: deepest.missing === undefined ? 'wrong' : 'missing',
  };
}
