import { deflateSync } from 'node:zlib';

import fc from 'fast-check';

import type { Part } from '../../support/png-maker.js';
import { EVERY_FORM, plainParts, png, richParts } from '../../support/png-maker.js';

/** Something that is done to a PNG's parts; checksums and lengths are put right afterwards. */
type Change = (parts: readonly Part[]) => readonly Part[];

const KEYWORDS = ['openbadges', 'openbadgecredential', 'openbadge'];
const BADGES = [
  '{"@context":"https://w3id.org/openbadges/v2","type":"Assertion"}',
  'https://issuer.example/1',
  'e30.e30.c2ln',
];
const TYPES = ['IHDR', 'PLTE', 'IDAT', 'IEND', 'tEXt', 'zTXt', 'iTXt', 'tRNS', 'prVt', 'NEWX'];

const bytes = fc.uint8Array({ maxLength: 12 });
const place = fc.nat({ max: 1_000 });

/** Payloads of text chunks, from sound to hopeless. */
const payloads = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...BADGES).map((badge) => Buffer.from(badge)) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: bytes.map((data) => Buffer.from(data)) },
);
const streams = fc.oneof(
  { weight: 3, arbitrary: payloads.map((payload) => deflateSync(payload)) },
  { weight: 1, arbitrary: payloads },
  {
    weight: 1,
    arbitrary: fc
      .tuple(payloads, place, fc.nat(255))
      .map(([payload, at, byte]) => withByte(deflateSync(payload), at, byte)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(payloads, place)
      .map(([payload, at]) => deflateSync(payload).subarray(0, at % 40)),
  },
);
const keywords = fc.constantFrom(...KEYWORDS);
const language = fc.constantFrom('', '', 'en', 'en\0', '\0');
const flags = fc.constantFrom('\0\0', '\x01\0', '\x02\0', '\0\x01', '', '\0');
const badges: fc.Arbitrary<Part> = fc.oneof(
  textPart('tEXt', keywords, fc.constant('\0'), payloads),
  textPart('zTXt', keywords, fc.constantFrom('\0\0', '\0\0', '\0\x01', '\0'), streams),
  textPart('iTXt', keywords, fc.constant('\0\0\0\0\0'), payloads),
  textPart('iTXt', keywords, fc.constant('\0\x01\0\0\0'), streams),
  textPart(
    'iTXt',
    keywords,
    fc.tuple(flags, language).map(([flag, tag]) => `\0${flag}${tag}\0\0`),
    fc.oneof(payloads, streams),
  ),
);
const parts: fc.Arbitrary<Part> = fc.oneof(
  { weight: 3, arbitrary: badges },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom(...TYPES), data: bytes }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.string({ minLength: 4, maxLength: 4, unit: 'binary-ascii' }),
      data: bytes,
    }),
  },
);

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(place, parts).map(
    ([at, part]): Change =>
      (all) =>
        all.toSpliced(slot(at, all), 0, part),
  ),
  place.map(
    (at): Change =>
      (all) =>
        all.toSpliced(slot(at, all), 1),
  ),
  fc.tuple(place, place).map(([from, to]): Change => (all) => {
    const moved = all.at(slot(from, all));
    return moved === undefined
      ? all
      : all.toSpliced(slot(from, all), 1).toSpliced(slot(to, all), 0, moved);
  }),
  fc
    .tuple(place, place, fc.nat(255))
    .map(([at, inside, byte]): Change =>
      changeOne(at, (part) => ({ ...part, data: withByte(part.data, inside, byte) })),
    ),
  fc.tuple(place, place, bytes).map(([at, inside, more]): Change =>
    changeOne(at, ({ type, data }) => {
      const middle = inside % (data.length + 1);
      return { type, data: Buffer.concat([data.subarray(0, middle), more, data.subarray(middle)]) };
    }),
  ),
  fc.tuple(place, place).map(([at, length]): Change =>
    changeOne(at, ({ type, data }) => ({
      type,
      data: data.subarray(0, length % (data.length + 1)),
    })),
  ),
  fc
    .tuple(place, fc.constantFrom(...TYPES))
    .map(([at, type]): Change => changeOne(at, ({ data }) => ({ type, data }))),
  place.map((at): Change => changeOne(at, (part) => ({ ...part, crc: at }))),
);

/** Damage to the file that no checksum makes good; mostly none. */
const damages = fc.oneof(
  { weight: 17, arbitrary: fc.constant((file: Uint8Array) => file) },
  { weight: 1, arbitrary: place.map((length) => (file: Uint8Array) => file.subarray(0, length)) },
  {
    weight: 1,
    arbitrary: fc.tuple(place, fc.nat(255)).map(
      ([at, byte]) =>
        (file: Uint8Array) =>
          withByte(file, at, byte),
    ),
  },
  { weight: 1, arbitrary: bytes.map((more) => (file: Uint8Array) => Buffer.concat([file, more])) },
);

/** A small picture of some form with a badge, and up to six changes to its parts. */
export const mutatedPngs: fc.Arbitrary<Uint8Array> = fc
  .record({
    form: fc.constantFrom(...EVERY_FORM),
    isRich: fc.boolean(),
    badge: badges,
    made: fc.array(changes, { maxLength: 6 }),
    damage: damages,
  })
  .map(({ form, isRich, badge, made, damage }) => {
    const picture = { ...form, width: 5, height: 3, filter: 'mixed' } as const;
    const sound = isRich ? richParts(picture) : plainParts(picture);
    const start = sound.toSpliced(1, 0, badge);
    return damage(png(made.reduce<readonly Part[]>((all, change) => change(all), start)));
  });

function textPart(
  type: string,
  keyword: fc.Arbitrary<string>,
  separator: fc.Arbitrary<string>,
  payload: fc.Arbitrary<Uint8Array>,
): fc.Arbitrary<Part> {
  return fc.tuple(keyword, separator, payload).map(([word, between, data]) => ({
    type,
    data: Buffer.concat([Buffer.from(word + between), data]),
  }));
}

/** Seldom the header, which decides whether anything else is read. */
function slot(at: number, all: readonly Part[]): number {
  return at % 25 === 0 ? 0 : Math.min(all.length - 1, 1 + (at % Math.max(1, all.length)));
}

function changeOne(at: number, change: (part: Part) => Part): Change {
  return (all) => all.map((part, index) => (index === slot(at, all) ? change(part) : part));
}

function withByte(data: Uint8Array, at: number, byte: number): Uint8Array {
  return Uint8Array.from(data, (old, index) => (index === at % data.length ? byte : old));
}
