/**
 * Doors to the outside that only a few files may open, by kind. Everybody else gets time, chance and
 * settings handed in, logs through the log, and reaches other machines through the guarded fetcher.
 */

/**
 * @typedef {'time' | 'urls' | 'chance' | 'environment' | 'console' | 'network' | 'clients'} Kind
 * @typedef {object} Ban
 * @property {Kind} kind
 * @property {readonly string[]} [globals]
 * @property {readonly { object: string, property: string }[]} [properties]
 * @property {readonly { name: string, importNames?: string[], allowImportNames?: string[] }[]} [imports]
 * @property {readonly string[]} [syntax] selectors
 * @property {string} message
 */

/** @param {string} name @param {string[]} [importNames] */
const withAndWithoutScheme = (name, importNames) =>
  [name, `node:${name}`].map((module) => ({ name: module, ...(importNames && { importNames }) }));

/** @type {readonly Ban[]} */
const BANS = [
  {
    kind: 'time',
    properties: [{ object: 'Date', property: 'now' }],
    syntax: [
      'NewExpression[callee.name="Date"][arguments.length=0]',
      'CallExpression[callee.name="Date"]',
    ],
    message: 'Take the time from the clock in src/runtime.',
  },
  {
    kind: 'urls',
    properties: [{ object: 'URL', property: 'canParse' }],
    message: 'Take parseUrl: on Node 20, URL.canParse says no to letters such as ü after a while.',
  },
  {
    kind: 'chance',
    properties: [{ object: 'Math', property: 'random' }],
    message: 'Take ids and tokens from src/runtime; a test takes fixed or fast-check values.',
  },
  {
    kind: 'environment',
    properties: [{ object: 'process', property: 'env' }],
    imports: withAndWithoutScheme('process', ['env']),
    message: 'Settings come from src/runtime/config.ts.',
  },
  {
    kind: 'console',
    globals: ['console'],
    properties: [{ object: 'globalThis', property: 'console' }],
    imports: [...withAndWithoutScheme('console')],
    message: 'Log through the log of src/runtime.',
  },
  {
    kind: 'network',
    globals: ['fetch', 'WebSocket', 'EventSource'],
    properties: [
      { object: 'globalThis', property: 'fetch' },
      { object: 'globalThis', property: 'WebSocket' },
    ],
    imports: [
      ...withAndWithoutScheme('http', ['default', 'request', 'get', 'Agent', 'ClientRequest']),
      ...withAndWithoutScheme('https', ['default', 'request', 'get', 'Agent']),
      ...withAndWithoutScheme('http2', ['default', 'connect']),
      ...withAndWithoutScheme('net', ['default', 'connect', 'createConnection', 'Socket']),
      ...withAndWithoutScheme('tls', ['default', 'connect']),
      ...withAndWithoutScheme('dgram'),
      // Fetches keys from wherever a token says.
      { name: 'jose', importNames: ['createRemoteJWKSet'] },
    ],
    syntax: [
      'ImportExpression[source.value=/^(node:)?(https?|http2|net|tls|dgram)$/]',
      'CallExpression[callee.name="require"]',
    ],
    message: 'Other machines are reached only through the guarded fetcher of src/runtime.',
  },
  {
    kind: 'clients',
    imports: [
      { name: 'undici' },
      { name: 'ws', importNames: ['default', 'WebSocket'] },
      { name: 'graphql-ws', importNames: ['createClient'] },
      { name: 'graphql-sse', importNames: ['createClient'] },
    ],
    syntax: ['ImportExpression[source.value=/^(undici|ws)$/]'],
    message: 'Other machines are reached only through the guarded fetcher of src/runtime.',
  },
];

/**
 * The rules that enforce every ban but those of the allowed kinds.
 * @param {{ allow: readonly Kind[] }} options
 */
export function bansFor({ allow }) {
  const kept = BANS.filter(({ kind }) => !allow.includes(kind));
  /**
   * @template T
   * @param {(ban: Ban) => readonly T[] | undefined} list
   */
  const each = (list) =>
    kept.flatMap((ban) => (list(ban) ?? []).map((entry) => ({ entry, message: ban.message })));
  const rule = (/** @type {readonly unknown[]} */ entries) =>
    entries.length === 0 ? 'off' : ['error', ...entries];
  return {
    'no-restricted-globals': rule(
      each(({ globals }) => globals).map(({ entry: name, message }) => ({ name, message })),
    ),
    'no-restricted-properties': rule(
      each(({ properties }) => properties).map(({ entry, message }) => ({ ...entry, message })),
    ),
    'no-restricted-syntax': rule(
      each(({ syntax }) => syntax).map(({ entry: selector, message }) => ({ selector, message })),
    ),
    '@typescript-eslint/no-restricted-imports': rule([
      {
        // Types open no connection.
        paths: each(({ imports }) => imports).map(({ entry, message }) => ({
          ...entry,
          message,
          allowTypeImports: true,
        })),
      },
    ]),
  };
}
