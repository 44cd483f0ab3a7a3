import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import type { ValueNode } from 'graphql';
import { refusalToError } from './to-graphql-error.js';
import { Refusal } from '../errors.js';
import { parseUrl } from '../parse-url.js';

/** Decoded size up to which the Base64 scalar accepts a file, in bytes. */
const MAX_FILE_BYTES = 2 * 1024 * 1024;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
/** One @ with something on both sides, no white space or control character; and none of the signs that separate addresses. */
const ADDRESS = /^[^\s@\p{C},;:<>()[\]\\]{1,64}@[^\s@\p{C},;:<>()[\]\\]{1,255}$/u;

/** @throws GraphQLError BAD_INPUT naming the scalar. */
function wrong(scalar: string, wanted: string): GraphQLError {
  return refusalToError(new Refusal('BAD_INPUT', `A ${scalar} has to be ${wanted}.`));
}

function textScalar(
  name: string,
  description: string,
  accept: (text: string) => boolean,
  wanted: string,
): GraphQLScalarType<string, string> {
  const parse = (value: unknown): string => {
    if (typeof value !== 'string' || !accept(value)) throw wrong(name, wanted);
    return value;
  };
  return new GraphQLScalarType({
    name,
    description,
    serialize: (value) => String(value),
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
  });
}

export const EmailAddress = textScalar(
  'EmailAddress',
  'An e-mail address, at most 254 characters.',
  (text) => text.length <= 254 && ADDRESS.test(text.trim()),
  'one e-mail address',
);

export const UrlScalar = textScalar(
  'URL',
  'An absolute http or https URL (RFC 3986), at most 2,048 characters.',
  (text) => text.length <= 2048 && /^https?:$/.test(parseUrl(text)?.protocol ?? ''),
  'an absolute http or https URL',
);

export const CursorScalar = textScalar(
  'Cursor',
  'A place in a stream of changes; opaque.',
  (text) => text.length > 0 && text.length <= 1024,
  'one the hub gave out',
);

export const Base64 = textScalar(
  'Base64',
  'File content in base64 (RFC 4648, section 4), at most 2 MiB decoded.',
  (text) => text.length <= Math.ceil(MAX_FILE_BYTES / 3) * 4 && BASE64.test(text),
  'file content in standard base64, at most 2 MiB decoded',
);

export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'A moment as RFC 3339 with offset.',
  serialize: (value) => {
    if (value instanceof Date) return value.toISOString();
    return String(value);
  },
  parseValue: parseDate,
  parseLiteral: (node) => parseDate(node.kind === Kind.STRING ? node.value : undefined),
});

function parseDate(value: unknown): Date {
  const date = typeof value === 'string' && RFC_3339.test(value) ? new Date(value) : undefined;
  if (date === undefined || Number.isNaN(date.getTime())) {
    throw wrong('DateTime', 'an RFC 3339 date-time with offset');
  }
  return date;
}

export const Json = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'A JSON value, exactly as its author wrote it (parsed).',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => fromLiteral(node, variables ?? {}),
});

/** Input written in the operation itself; own keys only, so `__proto__` stays a plain member. */
function fromLiteral(node: ValueNode, variables: Readonly<Record<string, unknown>>): unknown {
  switch (node.kind) {
    case Kind.OBJECT:
      return Object.fromEntries(
        node.fields.map((field) => [field.name.value, fromLiteral(field.value, variables)]),
      );
    case Kind.LIST:
      return node.values.map((value) => fromLiteral(value, variables));
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.STRING:
    case Kind.BOOLEAN:
      return node.value;
    case Kind.VARIABLE:
      return variables[node.name.value];
    case Kind.NULL:
      return null;
    case Kind.ENUM:
      throw wrong('JSON', 'a JSON value');
  }
}
