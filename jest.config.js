/** Tests run from the TypeScript sources as ES modules; the replica set is started once per run. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  globalSetup: '<rootDir>/test/support/replica-set-start.js',
  globalTeardown: '<rootDir>/test/support/replica-set-stop.js',
  reporters: ['default', '<rootDir>/test/support/plain-summary-reporter.js'],
  maxWorkers: 2,
  randomize: true,
  testTimeout: 30_000,
};
