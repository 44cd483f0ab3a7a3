/** One import that breaks one rule: the file that is made, what it imports, and the rule it breaks. */
export interface PlantedImport {
  readonly breaks: string;
  readonly from: string;
  readonly imports: string;
}

const plant = (breaks: string, from: string, imports: string): PlantedImport => ({
  breaks,
  from,
  imports: `import '${imports}';`,
});

const asType = (breaks: string, from: string, imports: string): PlantedImport => ({
  breaks,
  from,
  imports: `import type { Anything } from '${imports}';\nexport type Same = Anything;`,
});

/** At least one for every rule; each breaks that rule and no other. */
export const PLANTED_IMPORTS: readonly PlantedImport[] = [
  plant('base-imports-only-what-it-may', 'src/errors.ts', 'zod'),
  plant('openbadges-imports-only-what-it-may', 'src/openbadges/a.ts', 'node:fs'),
  plant('openbadges-imports-only-what-it-may', 'src/openbadges/b.ts', 'undici'),
  asType('openbadges-imports-only-what-it-may', 'src/openbadges/c.ts', '../runtime/index.js'),
  plant('federation-imports-only-what-it-may', 'src/federation/a.ts', '../store/index.js'),
  plant('federation-imports-only-what-it-may', 'src/federation/b.ts', 'node:http'),
  asType('federation-imports-only-what-it-may', 'src/federation/c.ts', '../runtime/index.js'),
  plant('src-openbadges-through-its-door', 'src/federation/d.ts', '../openbadges/parse/parse.js'),
  plant('store-imports-only-what-it-may', 'src/store/a.ts', '../runtime/index.js'),
  plant('store-imports-only-what-it-may', 'src/store/b.ts', 'graphql'),
  plant('graphql-imports-only-what-it-may', 'src/graphql/a.ts', '../store/index.js'),
  plant('graphql-imports-only-what-it-may', 'src/graphql/b.ts', 'nodemailer'),
  plant('runtime-imports-only-what-it-may', 'src/runtime/a.ts', '../store/index.js'),
  plant('runtime-imports-only-what-it-may', 'src/runtime/b.ts', 'graphql'),
  plant('policy-imports-only-what-it-may', 'src/policy/a.ts', '../store/index.js'),
  asType('ports-imports-only-what-it-may', 'subgraphs/ports.ts', '../src/graphql/index.js'),
  plant('subgraphs-imports-only-what-it-may', 'subgraphs/badge/a.ts', '../../gateway/index.js'),
  plant('subgraphs-imports-only-what-it-may', 'subgraphs/badge/b.ts', 'undici'),
  plant('gateway-imports-only-what-it-may', 'gateway/a.ts', '../src/store/index.js'),
  asType('gateway-imports-only-what-it-may', 'gateway/b.ts', '../subgraphs/badge/index.js'),
  plant('gateway-imports-only-what-it-may', 'gateway/c.ts', 'nodemailer'),
  plant('gateway-import-imports-only-what-it-may', 'gateway/import/a.ts', '../graph.js'),
  plant('gateway-sign-in-imports-only-what-it-may', 'gateway/sign-in/a.ts', '../graph.js'),
  plant('gateway-account-imports-only-what-it-may', 'gateway/account/a.ts', '../graph.js'),
  plant('gateway-operator-imports-only-what-it-may', 'gateway/operator/a.ts', '../graph.js'),
  plant('gateway-oauth-imports-only-what-it-may', 'gateway/oauth/a.ts', '../graph.js'),
  plant('gateway-links-imports-only-what-it-may', 'gateway/links/a.ts', '../graph.js'),
  plant('gateway-web-imports-only-what-it-may', 'gateway/web/a.ts', '../graph.js'),
  plant('gateway-web-imports-only-what-it-may', 'gateway/web/b.ts', '../sign-in/index.js'),
  plant('displayer-client-imports-only-what-it-may', 'src/displayer-client/a.ts', '../errors.js'),
  plant('displayer-client-imports-only-what-it-may', 'src/displayer-client/b.ts', 'ws'),

  plant('src-openbadges-through-its-door', 'src/runtime/c.ts', '../openbadges/parse.js'),
  plant('src-federation-through-its-door', 'src/app/a.ts', '../federation/a.js'),
  plant('src-store-through-its-door', 'src/app/b.ts', '../store/connect.js'),
  asType('src-graphql-through-its-door', 'src/app/c.ts', '../graphql/scalars.js'),
  asType('src-runtime-through-its-door', 'src/app/d.ts', '../runtime/principal.js'),
  plant(
    'src-runtime-guarded-fetch-through-its-door',
    'src/runtime/d.ts',
    './guarded-fetch/agents.js',
  ),
  plant('src-policy-through-its-door', 'src/app/i2.ts', '../policy/policy.js'),
  plant('src-displayer-client-through-its-door', 'src/app/e.ts', '../displayer-client/a.js'),
  plant('subgraphs-earner-through-its-door', 'src/app/f.ts', '../../subgraphs/earner/sign-in.js'),
  plant('subgraphs-badge-through-its-door', 'src/app/g.ts', '../../subgraphs/badge/a.js'),
  plant('subgraphs-collection-through-its-door', 'src/app/h.ts', '../../subgraphs/collection/a.js'),
  plant(
    'subgraphs-verification-through-its-door',
    'src/app/i.ts',
    '../../subgraphs/verification/settle.js',
  ),
  plant('gateway-through-its-door', 'src/app/j.ts', '../../gateway/graph.js'),
  plant('gateway-import-through-its-door', 'gateway/f.ts', './import/a.js'),
  plant('gateway-links-through-its-door', 'gateway/j.ts', './links/a.js'),
  plant('gateway-sign-in-through-its-door', 'gateway/d.ts', './sign-in/a.js'),
  plant('gateway-web-through-its-door', 'gateway/e.ts', './web/page.js'),
  plant('gateway-account-through-its-door', 'gateway/h.ts', './account/account-route.js'),
  plant('gateway-operator-through-its-door', 'gateway/i.ts', './operator/operator-page.js'),
  plant('gateway-oauth-through-its-door', 'gateway/g.ts', './oauth/interactions.js'),

  plant('subgraphs-meet-only-in-ports', 'subgraphs/collection/b.ts', '../badge/offer.js'),
  plant('mongoose-only-in-models', 'subgraphs/badge/c.ts', 'mongoose'),
  plant('mongoose-only-in-models', 'src/app/k.ts', 'mongodb'),
  asType('graphql-only-at-the-edge', 'subgraphs/badge/d.ts', 'graphql'),
  plant('graphql-only-at-the-edge', 'subgraphs/earner/a.ts', 'type-graphql'),
  plant('sharp-only-in-badge', 'subgraphs/earner/b.ts', 'sharp'),
  plant('nothing-imports-the-app', 'subgraphs/earner/c.ts', '../../src/app/wire.js'),
  plant('nothing-imports-tests', 'src/app/l.ts', '../../test/support/badges.js'),
  plant('nothing-imports-development-packages', 'src/app/m.ts', 'jest'),
  plant('examples-use-only-what-is-published', 'examples/a.ts', '../src/runtime/index.js'),
  plant('set-up-runs-before-anything-is-installed', 'src/app/set-up/a.mjs', 'zod'),
  plant('no-circles', 'src/app/here.ts', './there.js'),
];
