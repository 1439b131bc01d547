import type { Evidence, Severity } from '../../contract.ts';
import { SEVERITIES } from '../../contract.ts';
import { failed, notApplicable, notMeasured, passed, type Rule } from '../../rule.ts';
import type { FoundLibrary } from '../libraries/find-libraries.ts';
import type { SecurityFacts } from '../security-facts.ts';

/** The rule on known-vulnerable libraries, as grave as the worst that these pages load. */
export const libraryRule = (libraries: readonly FoundLibrary[]): Rule<SecurityFacts> => ({
  ...{ id: 'security.vulnerable_libraries', category: 'security', weight: 0, effort: 'hours' },
  severity: worst(libraries.flatMap(({ vulnerabilities }) => vulnerabilities.map(({ severity }) => severity))),
  title: 'Scripts with known vulnerabilities',
  detail: 'Holes in these versions are published, with instructions.',
  source: 'https://github.com/RetireJS/retire.js',
  fix: 'Update the libraries, or take out those that nothing uses.',
  check: () => {
    if (libraries.length === 0) return notApplicable('No library that we know is loaded.');
    const [first, ...rest] = libraries.filter(({ vulnerabilities }) => vulnerabilities.length > 0).map(told);
    if (first !== undefined) return failed(first, ...rest);
    const versioned = libraries.filter(({ version }) => version !== null);
    return versioned.length === 0
      ? notMeasured('Neither the addresses of the libraries nor the beginnings of their scripts tell their versions.')
      : passed(...versioned.map(({ name, version, evidence }) => ({ ...evidence, what: `${name} ${version ?? ''}` })));
  },
});

const worst = (severities: readonly Severity[]): Severity =>
  SEVERITIES.find((one) => severities.includes(one)) ?? 'medium';

const told = ({ name, version, evidence, vulnerabilities }: FoundLibrary): Evidence => ({
  ...evidence,
  what: `${name} ${version ?? ''}: ${[...new Set(vulnerabilities.flatMap(({ ids }) => ids))].join(', ')}`,
});
