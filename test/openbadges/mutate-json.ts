import fc from 'fast-check';

/** Changes to JSON that leave it JSON, so that what reads it is tried, and not only what parses it. */
export interface Edit {
  /** Counts the places of a document, again and again from the first one. */
  readonly at: number;
  readonly how: (typeof WAYS)[number];
  readonly value: unknown;
}

const WAYS = ['replace', 'drop', 'wrap', 'twice', 'copy', 'shorten', 'rename'] as const;

/** What somebody who means harm would put there, besides anything. */
const HOSTILE: readonly unknown[] = [
  '',
  '\0',
  '__proto__',
  'constructor',
  'javascript:alert(1)',
  'https://issuer.example/issuer',
  'http://[::1]:0/%00',
  'data:image/png;base64,AAAA',
  'jane@example.org',
  '\u202Etxet',
  '9'.repeat(400),
  -0,
  1e308,
  {},
  [],
  [[[[[]]]]],
  { id: {} },
  { '@context': [] },
  { type: ['Extension', 'extensions:ApplyLink'], '@context': {} },
];

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(1_000),
  how: fc.constantFrom(...WAYS),
  value: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...HOSTILE) }, fc.jsonValue()),
});

/** Mostly one edit: with many, nothing is left that could be read. */
export const edits = fc.oneof(
  { weight: 3, arbitrary: fc.array(edit, { minLength: 1, maxLength: 1 }) },
  fc.array(edit, { minLength: 2, maxLength: 6 }),
);

/** Changes to a text that may leave it anything. */
export const scratches = fc.array(
  fc.record({ at: fc.nat(5_000), drop: fc.nat(3), put: fc.string({ maxLength: 3 }) }),
  { minLength: 1, maxLength: 4 },
);

/** A copy of the document with these changes, one after the other. */
export function edited(document: unknown, changes: readonly Edit[]): unknown {
  const copy: { root: unknown } = { root: structuredClone(document) };
  for (const change of changes) apply(copy, change);
  return copy.root;
}

export function scratched(
  text: string,
  changes: readonly { readonly at: number; readonly drop: number; readonly put: string }[],
): string {
  return changes.reduce((before, { at, drop, put }) => {
    const start = at % (before.length + 1);
    return before.slice(0, start) + put + before.slice(start + drop);
  }, text);
}

type Holder = Record<string, unknown>;

interface Place {
  readonly holder: Holder;
  readonly name: string;
}

function apply(copy: { root: unknown }, { at, how, value: given }: Edit): void {
  // The same object in two places could end up inside itself.
  const value = structuredClone(given);
  const places = placesIn(copy);
  const place = places[at % places.length];
  if (place === undefined) return;
  const { holder, name } = place;
  const before = holder[name];
  switch (how) {
    case 'replace':
      holder[name] = value;
      break;
    case 'drop':
      if (holder !== copy) Reflect.deleteProperty(holder, name);
      break;
    case 'wrap':
      holder[name] = [before];
      break;
    case 'twice':
      holder[name] = [before, before];
      break;
    case 'copy': {
      const other = places[(at * 7) % places.length];
      holder[name] = structuredClone(other?.holder[other.name]);
      break;
    }
    case 'shorten':
      holder[name] = typeof before === 'string' ? before.slice(0, at % 9) : value;
      break;
    case 'rename':
      if (holder !== copy) Reflect.deleteProperty(holder, name);
      holder[(JSON.stringify(value) ?? '').slice(0, 20)] = before;
      break;
  }
}

/** Every member and item, the outermost first. */
function placesIn(copy: object): readonly Place[] {
  const places: Place[] = [];
  const queue: object[] = [copy];
  for (const holder of queue) {
    for (const [name, content] of Object.entries(holder)) {
      places.push({ holder: holder as Holder, name });
      if (typeof content === 'object' && content !== null) queue.push(content as object);
    }
  }
  return places;
}
