import type { Config } from 'jest';

const base = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', tsx: true },
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
} satisfies Config;

const layer = (name: string, testTimeout: number) => ({
  ...base,
  displayName: name,
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  testTimeout,
});

const config: Config = {
  projects: [layer('unit', 10_000), layer('infra', 60_000), layer('asl', 60_000), layer('integration', 120_000)].map(
    ({ testTimeout: _projectTimeout, ...project }) => project,
  ),
  testTimeout: 120_000,
};

export default config;
