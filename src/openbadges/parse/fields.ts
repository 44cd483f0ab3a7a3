import { z } from 'zod';

import { webUrl } from '../web-url.js';
import { readDate } from './read-date.js';
import type { JsonObject } from './strict-json.js';
import { isObject } from './strict-json.js';

/**
 * The kinds of value that members of a badge have. Every one has a limit: what an issuer writes is
 * stored and shown, and nobody but the issuer has looked at it.
 */
const MAX_NAME_CHARACTERS = 1_000;
const MAX_TEXT_CHARACTERS = 50_000;
const MAX_DATA_URL_CHARACTERS = 700_000;
const MAX_ITEMS = 100;

const text = (maxCharacters: number) =>
  z
    .string()
    .transform((value) => value.replaceAll('\0', ''))
    .refine((value) => value.length <= maxCharacters);

/** One line: a name, a tag, an id, a code. */
export const name = text(MAX_NAME_CHARACTERS).refine((value) => value.trim() !== '');
/** Prose, possibly Markdown, possibly empty. */
export const prose = text(MAX_TEXT_CHARACTERS);
export const url = z.string().refine((value) => webUrl(value.trim()) !== undefined);

/** A picture: its URL, its `data:` or, since 2.0, an object that names one of them. */
export const image = z
  .union([pictureUrl(), z.object({ id: pictureUrl() })])
  .transform((value) => (typeof value === 'string' ? value : value.id));

export const date = z.union([z.string(), z.number()]).transform((value, context) => {
  const moment = readDate(value);
  if (moment !== undefined) return moment;
  context.addIssue({ code: 'custom' });
  return z.NEVER;
});

/** JSON-LD lets one value stand without its list. */
export const oneOrMany = <Item extends z.ZodType>(item: Item) =>
  z
    .unknown()
    .refine((value) => !Array.isArray(value) || value.length <= MAX_ITEMS)
    .pipe(z.union([z.array(item), item]))
    .transform((value) => (Array.isArray(value) ? (value as z.output<Item>[]) : [value]));

/** Moodle and others write "" where they mean to leave a member out. */
export const optional = <Inner extends z.ZodType>(inner: Inner) =>
  z.preprocess((value) => (value === '' ? undefined : value), inner.optional()).optional();

/** A member `type`: one of the names has to be there. */
export const typeAmong = (names: readonly string[]) =>
  oneOrMany(z.string()).refine((types) => types.some((type) => names.includes(type)));

export const tags = oneOrMany(name).optional();

export const identity = z.object({
  type: oneOrMany(name)
    .refine((types) => types.length > 0)
    .transform((types) => types[0] ?? ''),
  identity: name,
  hashed: z.boolean(),
  /** Part of what was hashed, so taken exactly as it is or not at all. */
  salt: z
    .string()
    .refine((value) => value.length <= MAX_NAME_CHARACTERS && !value.includes('\0'))
    .optional(),
});

/** Another document: its URL, or a copy of it that may name where the original is. */
export const reference = z.union([
  url.transform((value) => ({ kind: 'url' as const, url: value.trim() })),
  z.custom<JsonObject>(isObject).transform((document) => ({ kind: 'embedded' as const, document })),
]);

function pictureUrl() {
  return z.string().refine((value) => {
    if (!value.startsWith('data:')) return webUrl(value.trim()) !== undefined;
    return /^data:image\/(png|svg\+xml)[;,]/.test(value) && value.length <= MAX_DATA_URL_CHARACTERS;
  });
}
