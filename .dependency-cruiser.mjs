/**
 * What may import what. The table in docs/architecture.md says it in words; every rule here is seen to
 * fail in test/architecture.test.ts. Paths are relative to the folder that is checked.
 */
import { builtinModules } from 'node:module';

/**
 * Packages by name, their types included; a name that ends in `*` stands for a whole family.
 * @param {...string} names
 */
const npm = (...names) =>
  names.map((name) => {
    const tail = name.endsWith('*') ? `${name.slice(0, -1)}[^/]*` : name;
    return `^(node_modules/)?(@types/)?${tail.replaceAll('.', String.raw`\.`)}(/|$)`;
  });

/** @param {...string} names */
const node = (...names) => names.map((name) => `^(node:)?${name}(/|$)`);
const ANY_NODE = node(`(${builtinModules.join('|')})`);

/** @param {string} module */
const door = (module) => `^${module}/index\\.ts$`;
/** What everybody may use. */
const BASE = '^src/(errors|parse-url)\\.ts$';
const OPENBADGES = door('src/openbadges');
const FEDERATION = door('src/federation');
const STORE = door('src/store');
const GRAPHQL = door('src/graphql');
const RUNTIME = door('src/runtime');
const POLICY = door('src/policy');
const PORTS = '^subgraphs/ports\\.ts$';

const GRAPHQL_PACKAGES = npm(
  'graphql',
  'graphql-*',
  'type-graphql',
  'dataloader',
  '@graphql-*',
  '@apollo',
);
const GATEWAY_PACKAGES = [
  ...npm('graphql', 'graphql-*', '@graphql-*', '@escape.tech', 'ws', 'undici', 'zod', 'quick-lru'),
  ...npm('ipaddr.js', 'openid-client', 'oidc-provider', '@fastify/busboy', 'jose'),
];

/** Files of a subgraph that speak GraphQL: the API edge. */
const EDGE = '\\.(type|resolver|subscription|loader)\\.ts$|/index\\.ts$';

const OURS = '^(src|subgraphs|gateway)/';

/**
 * Each module, and what it may import besides itself.
 * @type {Record<string, { is: string, may: string[] }>}
 */
const modules = {
  base: { is: BASE, may: [] },
  openbadges: {
    is: '^src/openbadges/',
    may: [
      BASE,
      '^schema/(contexts|extensions)/',
      ...node('crypto', 'zlib'),
      ...npm('jose', 'jsonld', 'jsonld-*', '@digitalbazaar', 'ajv', 'ajv-formats', 'zod'),
      ...npm('pngjs', 'saxes', 'canonicalize'),
    ],
  },
  federation: {
    is: '^src/federation/',
    may: [
      BASE,
      OPENBADGES,
      '^schema/messages/',
      ...node('crypto'),
      ...npm('jose', 'ajv', 'zod', 'canonicalize'),
    ],
  },
  store: {
    is: '^src/store/',
    may: [
      BASE,
      OPENBADGES,
      FEDERATION,
      ...node('util', 'crypto'),
      ...npm('mongoose', 'mongodb', 'rate-limiter-flexible'),
    ],
  },
  graphql: {
    is: '^src/graphql/',
    may: [
      BASE,
      OPENBADGES,
      RUNTIME,
      ...ANY_NODE,
      ...GRAPHQL_PACKAGES,
      ...npm('reflect-metadata', 'ws', 'zod'),
    ],
  },
  runtime: {
    is: '^src/runtime/',
    may: [
      BASE,
      OPENBADGES,
      FEDERATION,
      ...ANY_NODE,
      ...npm(
        'pino',
        'undici',
        'ipaddr.js',
        'zod',
        'jose',
        'nodemailer',
        'openid-client',
        'quick-lru',
      ),
    ],
  },
  policy: { is: '^src/policy/', may: [BASE, RUNTIME] },
  ports: { is: PORTS, may: [BASE, OPENBADGES, FEDERATION, RUNTIME, STORE] },
  subgraphs: {
    is: '^subgraphs/[^/]+/',
    // Never another subgraph: that is a rule of its own below.
    may: [
      BASE,
      OPENBADGES,
      FEDERATION,
      STORE,
      GRAPHQL,
      RUNTIME,
      POLICY,
      '^subgraphs/',
      ...GRAPHQL_PACKAGES,
      ...npm('mongoose', 'zod', 'sharp'),
    ],
  },
  gateway: {
    is: '^gateway/',
    may: [BASE, OPENBADGES, FEDERATION, GRAPHQL, RUNTIME, POLICY, ...ANY_NODE, ...GATEWAY_PACKAGES],
  },
  'gateway-sign-in': {
    is: '^gateway/sign-in/',
    may: [
      BASE,
      RUNTIME,
      '^gateway/(http/http-types|session/device|session/same-origin|session/session-cookie)\\.ts$',
      door('gateway/web'),
      ...ANY_NODE,
      ...npm('openid-client', 'jose', 'zod'),
    ],
  },
  'gateway-account': {
    is: '^gateway/account/',
    may: [
      BASE,
      POLICY,
      '^gateway/(http/http-types|session/same-origin|session/session-cookie)\\.ts$',
      door('gateway/web'),
      ...ANY_NODE,
    ],
  },
  'gateway-operator': {
    is: '^gateway/operator/',
    may: [door('gateway/account'), '^gateway/http/http-types\\.ts$', door('gateway/web')],
  },
  'gateway-oauth': {
    is: '^gateway/oauth/',
    may: [
      BASE,
      FEDERATION,
      RUNTIME,
      POLICY,
      '^gateway/(ports|http/http-types|http/client-address|session/same-origin)\\.ts$',
      door('gateway/web'),
      ...ANY_NODE,
      ...npm('oidc-provider'),
    ],
  },
  'gateway-links': {
    is: '^gateway/links/',
    may: [
      BASE,
      FEDERATION,
      RUNTIME,
      '^gateway/(http/http-types|http/client-address|session/same-origin|session/session-cookie)\\.ts$',
      door('gateway/web'),
      ...npm('openid-client', 'jose', 'zod'),
    ],
  },
  'gateway-import': {
    is: '^gateway/import/',
    may: [
      BASE,
      OPENBADGES,
      '^gateway/(http/http-types|session/bearer-token|session/same-origin)\\.ts$',
      door('gateway/web'),
      ...ANY_NODE,
      ...npm('@fastify/busboy'),
    ],
  },
  'gateway-web': {
    is: '^gateway/web/',
    may: [
      BASE,
      RUNTIME,
      '^gateway/http/http-types\\.ts$',
      ...ANY_NODE,
      ...npm('@graphql-yoga/render-graphiql'),
    ],
  },
  'displayer-client': { is: '^src/displayer-client/', may: npm('graphql-ws') },
};

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const onlyWhatItMay = Object.entries(modules).map(([name, { is, may }]) => ({
  name: `${name}-imports-only-what-it-may`,
  severity: 'error',
  from: { path: is },
  to: { pathNot: [is, ...may] },
}));

/** Modules with a door; what is inside is reached only through their index.ts. */
const WITH_DOOR = [
  'src/openbadges',
  'src/federation',
  'src/store',
  'src/graphql',
  'src/runtime',
  'src/runtime/guarded-fetch',
  'src/policy',
  'src/displayer-client',
  'subgraphs/earner',
  'subgraphs/badge',
  'subgraphs/collection',
  'subgraphs/verification',
  'gateway',
  'gateway/account',
  'gateway/import',
  'gateway/links',
  'gateway/oauth',
  'gateway/operator',
  'gateway/sign-in',
  'gateway/web',
];

/**
 * A module inside another one has a door of its own, besides that of the outer one.
 * @type {import('dependency-cruiser').IForbiddenRuleType[]}
 */
const throughTheDoor = WITH_DOOR.map((module) => {
  const inner = WITH_DOOR.filter((other) => other.startsWith(`${module}/`));
  return {
    name: `${module.replaceAll('/', '-')}-through-its-door`,
    severity: 'error',
    from: { path: OURS, pathNot: `^${module}/` },
    to: { path: `^${module}/`, pathNot: [module, ...inner].map(door) },
  };
});

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const forbidden = [
  ...onlyWhatItMay,
  ...throughTheDoor,
  {
    name: 'subgraphs-meet-only-in-ports',
    severity: 'error',
    from: { path: '^subgraphs/([^/]+)/' },
    to: { path: '^subgraphs/', pathNot: ['^subgraphs/$1/', PORTS] },
  },
  {
    name: 'mongoose-only-in-models',
    severity: 'error',
    // The embedded database is made a replica set before there is a hub that could speak to it.
    from: {
      path: OURS,
      pathNot: ['^src/(store|app/embedded-mongo)/', '^subgraphs/.*\\.model\\.ts$'],
    },
    to: { path: npm('mongoose', 'mongodb') },
  },
  {
    name: 'graphql-only-at-the-edge',
    severity: 'error',
    from: { path: '^subgraphs/', pathNot: EDGE },
    to: { path: GRAPHQL_PACKAGES },
  },
  {
    name: 'sharp-only-in-badge',
    severity: 'error',
    from: { path: OURS, pathNot: '^subgraphs/badge/' },
    to: { path: npm('sharp') },
  },
  {
    name: 'nothing-imports-the-app',
    severity: 'error',
    from: { path: OURS, pathNot: '^src/app/' },
    to: { path: '^src/app/' },
  },
  {
    name: 'nothing-imports-tests',
    severity: 'error',
    from: { pathNot: '^test/' },
    to: { path: '^test/' },
  },
  {
    name: 'nothing-imports-development-packages',
    severity: 'error',
    from: { path: OURS },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'examples-use-only-what-is-published',
    severity: 'error',
    from: { path: '^examples/' },
    to: { path: OURS, pathNot: [door('src/displayer-client'), OPENBADGES] },
  },
  {
    name: 'set-up-runs-before-anything-is-installed',
    severity: 'error',
    from: { path: '^src/app/set-up/' },
    to: { pathNot: ['^src/app/set-up/', ...ANY_NODE], dynamic: false },
  },
  { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
];

export default {
  forbidden,
  options: {
    doNotFollow: { path: '^node_modules/' },
    exclude: { path: '^(dist|data|coverage)/' },
    // Type-only imports count: a type is knowledge, too.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
