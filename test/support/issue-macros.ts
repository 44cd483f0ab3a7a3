import type { BadgeUrls, Members } from './issue-badge.js';
import { jwkOf, pemOf, x5cOf } from './issue-keys.js';
import type { KeyName, PemForm } from './issue-keys.js';
import { bakeIntoPng, bakeIntoSvg, issuePng, issueSvg } from './issue-picture.js';
import type { BakeOptions, PngOptions } from './issue-picture.js';

/** What is known of a badge once it was issued. */
export interface Known {
  readonly urls: BadgeUrls;
  readonly assertion: Members;
  readonly jws?: string | undefined;
}

type Macro = (argument: never, known: Known | undefined) => unknown;

/** What would be long, secret or new in every run stands in vectors as an object of one such member. */
const MACROS: Readonly<Record<string, Macro>> = {
  $repeat: ([text, times]: readonly [string, number]) => text.repeat(times),
  $list: ([item, times]: readonly [unknown, number]) => Array<unknown>(times).fill(item),
  $join: (texts: readonly string[]) => texts.join(''),
  $json: (value: unknown) => JSON.stringify(value),
  $jwk: (name: KeyName) => jwkOf(name),
  $x5c: (name: KeyName) => [x5cOf(name)],
  $pem: ([name, form]: readonly [KeyName, PemForm]) => pemOf(name, form),
  $bytes: (hex: string) => new Uint8Array(Buffer.from(hex, 'hex')),
  $png: (options: PngOptions) => issuePng(options),
  $svg: (attributes: string) => issueSvg({ attributes }),
  $dataUrl: ([type, content]: readonly [string, Uint8Array | string]) =>
    `data:${type};base64,${Buffer.from(content).toString('base64')}`,
  $bakedPng: ({ texts, ...options }: { texts: readonly string[] } & BakeOptions) =>
    texts.reduceRight((png, text) => bakeIntoPng(png, text, options), issuePng()),
  $bakedSvg: (text: string) => new TextEncoder().encode(bakeIntoSvg(issueSvg(), text)),
  $jws: (_: unknown, known) => known?.jws,
  $assertion: (change: Members, known) => JSON.stringify({ ...known?.assertion, ...change }),
  $url: (name: keyof BadgeUrls, known) => known?.urls[name],
};

/** Replaces every macro by what it stands for, innermost first. */
export function fill(value: unknown, known?: Known): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => fill(item, known));
  const filled = Object.entries(value).map(
    ([name, content]) => [name, fill(content, known)] as const,
  );
  const [[name, argument] = ['', undefined]] = filled;
  const macro = filled.length === 1 ? MACROS[name] : undefined;
  return macro === undefined ? Object.fromEntries(filled) : macro(argument as never, known);
}
