import type { Config } from 'jest';

/** The pages in a real browser, over the whole local system: `npm run test:e2e`. */
const config: Config = {
  displayName: 'e2e',
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2024', parser: { syntax: 'typescript' }, experimental: { keepImportAttributes: true } },
        module: { type: 'es6' },
      },
    ],
  },
  testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
  testTimeout: 300_000,
  maxWorkers: 1,
};

export default config;
