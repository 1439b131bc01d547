/** The layer rules of docs/architecture.md: an area imports `platform` and areas before it, never one after it. */
const AREAS = [
  'platform',
  'accounts',
  'campaigns',
  'discovery',
  'scoring',
  'contacts',
  'copy',
  'sending',
  'tracking',
  'assessment',
  'reports',
  'attribution',
  'payments',
  'analytics',
  'reference',
];

const noLaterArea = AREAS.slice(0, -1).map((area, position) => ({
  name: `${area}-before-later-areas`,
  severity: 'error',
  comment: 'An area imports platform and areas that stand before it in the pipeline.',
  from: { path: `^functions/${area}/` },
  to: { path: `^functions/(${AREAS.slice(position + 1).join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...noLaterArea,
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'nothing-imports-a-lambda',
      severity: 'error',
      comment: 'A *.lambda.ts file is a composition root.',
      from: {},
      to: { path: '\\.lambda\\.ts$' },
    },
    {
      name: 'lib-imports-no-domain-code',
      severity: 'error',
      comment: 'Infrastructure may read contracts and environment schemas only.',
      from: { path: '^lib/' },
      to: { path: '^functions/', pathNot: '(contract|\\.environment|http/route|permissions)\\.ts$' },
    },
    {
      name: 'functions-know-no-infrastructure',
      severity: 'error',
      from: { path: '^functions/' },
      to: { path: '^(lib|bin|web|test)/' },
    },
    {
      name: 'web-imports-contracts-only',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^functions/', pathNot: 'contract\\.ts$' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-unlisted-packages',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    exclude: { path: '(^dist|cdk\\.out)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
