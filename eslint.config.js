import js from '@eslint/js';
import jest from 'eslint-plugin-jest';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { bansFor } from './eslint-bans.js';

const OURS = ['src/**', 'subgraphs/**', 'gateway/**'];
const RUNTIME = 'src/runtime/**';

export default defineConfig(
  { ignores: ['dist/', 'data/', 'coverage/'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // The compiler knows every name, in plain JavaScript too (checkJs).
      'no-undef': 'off',
      // A resolver is a class for its decorators, even when it holds nothing.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // A name that begins with _ says that a signature asks for it and nobody needs it.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // Index signatures are read with brackets, so that a name of ours stands out (tsconfig).
      '@typescript-eslint/dot-notation': 'off',
      // Follows mongoose's recursive types without end (typescript-eslint 8.73) and stops the whole run.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Believes that a flag read before an `await` is the same behind it, and every type of a library.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // graphql and graphql-ws name by enums what is plain text or a number on the wire.
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      // `Record<never, never>` is how an operation without variables says so.
      '@typescript-eslint/no-generated-empty-object-type': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  // Not part of any compilation; and examples take a hub's answers as they come, as displayers do.
  {
    files: ['*.js', '.*.mjs', 'examples/**'],
    ...tseslint.configs.disableTypeChecked,
  },

  // What only src/runtime may do, everybody else gets from it.
  { files: OURS, ignores: [RUNTIME], rules: bansFor({ allow: [] }) },
  { files: [RUNTIME], rules: bansFor({ allow: ['time', 'chance'] }) },
  {
    files: ['src/runtime/guarded-fetch/**'],
    rules: bansFor({ allow: ['time', 'network', 'clients'] }),
  },
  { files: ['src/app/**'], rules: bansFor({ allow: ['environment'] }) },
  // Runs before anything is installed; asks whether MongoDB's download host can be reached at all.
  { files: ['src/app/set-up/**'], rules: bansFor({ allow: ['environment', 'network'] }) },
  // Reach the hub's own subgraphs, at addresses the operator gives.
  {
    files: ['gateway/subgraphs/http-transport.ts', 'gateway/subgraphs/subscribe-over-ws.ts'],
    rules: bansFor({ allow: ['clients'] }),
  },
  // Reaches the hub a displayer names, in the displayer's own process.
  {
    files: ['src/displayer-client/**'],
    rules: bansFor({ allow: ['network', 'clients', 'time', 'chance'] }),
  },

  {
    files: ['test/**'],
    plugins: { jest },
    languageOptions: { globals: jest.environments.globals.globals },
    rules: {
      ...jest.configs['flat/recommended'].rules,
      ...jest.configs['flat/style'].rules,
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect*', 'fc.assert'] }],
      'jest/no-disabled-tests': 'error',
      'jest/no-standalone-expect': [
        'error',
        { additionalTestBlockFunctions: ['afterEach', 'browserTest'] },
      ],
      // A table may hold both outcomes; expect-expect sees to it that something is asserted.
      'jest/no-conditional-expect': 'off',
      // An assertion may be started first and awaited later; no-floating-promises finds forgotten ones.
      'jest/valid-expect': 'off',
      // Journeys export the stories that run in both shapes of the hub.
      'jest/no-export': 'off',
      // Tests compare whole answers by value; types would say the same twice.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // Tests put methods away and back, and hand them to expect.
      '@typescript-eslint/unbound-method': 'off',
      // A generator that stands in for a stream need not wait for anything.
      '@typescript-eslint/require-await': 'off',
      'jest/prefer-importing-jest-globals': 'error',
      ...bansFor({ allow: ['time', 'environment', 'network', 'clients'] }),
    },
  },
);
