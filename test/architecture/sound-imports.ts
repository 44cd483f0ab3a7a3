/** Imports the rules allow, close to those they forbid: a rule that is too wide fails here. */
export const SOUND_IMPORTS: Readonly<Record<string, readonly string[]>> = {
  'src/openbadges/sound.ts': ['../errors.js', 'node:crypto', 'zod'],
  'src/store/sound.ts': ['../openbadges/index.js', 'mongoose'],
  'src/graphql/sound.ts': ['../runtime/index.js', '../openbadges/index.js', 'type-graphql'],
  'src/runtime/sound.ts': ['./guarded-fetch/index.js', '../openbadges/index.js', 'node:fs'],
  'subgraphs/badge/offer.model.ts': ['mongoose', '../../src/store/index.js'],
  'subgraphs/badge/offer.resolver.ts': ['type-graphql', '../ports.js', './offer.model.js'],
  'subgraphs/badge/index.ts': ['graphql', './offer.resolver.js'],
  'gateway/sound.ts': ['./web/index.js', './sign-in/index.js', '../src/runtime/index.js', 'undici'],
  'gateway/sign-in/sound.ts': [
    '../web/index.js',
    '../http/http-types.js',
    '../session/session-cookie.js',
  ],
  'gateway/web/sound.ts': ['../http/http-types.js', '../../src/errors.js', 'node:http'],
  'src/displayer-client/sound.ts': ['graphql-ws'],
  'src/app/sound.ts': [
    '../runtime/index.js',
    '../../gateway/index.js',
    '../../gateway/web/index.js',
    '../../subgraphs/badge/index.js',
    './set-up/sound.mjs',
  ],
  'src/app/embedded-mongo/sound.ts': ['mongoose'],
  'src/app/set-up/sound.mjs': ['node:fs'],
  'test/badge/sound.test.ts': ['../../subgraphs/badge/offer.model.js', 'jest'],
  'examples/sound.ts': ['../src/displayer-client/index.js'],
};
