import type { BranchResult, CheckResult, Evidence } from '../contract.ts';
import { weightedScore } from '../rule.ts';
import type { AxeReading, AxeViolation } from './axe-reading.ts';
import { mendOf, severityOf, weightOf } from './axe-rules.ts';

type Named = AxeReading['passes'][number];

const checkOf = ({ id, help, helpUrl }: Named): Omit<CheckResult, 'state' | 'evidence'> => ({
  id: `accessibility.axe.${id}`,
  category: 'accessibility',
  title: help,
  weight: weightOf(id),
  severity: severityOf(id),
  ...mendOf(id, help),
  source: helpUrl,
});

/** What axe saw, without its headings "Fix any of the following:", which say what to do, not what there is. */
const seenBy = (summary: string): string =>
  summary
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^Fix (?:any|all) of the following:$/.test(line))
    .join('; ');

const evidenceOf = ({ count, nodes }: AxeViolation, url: string): Evidence[] => {
  const seen = nodes.map(({ target, html, summary }) => ({
    what: seenBy(summary) || 'The element fails this rule',
    where: target,
    quote: html,
  }));
  const more = count - seen.length;
  return more > 0 ? [...seen, { what: `${count} elements in all, ${more} more than shown`, where: url }] : seen;
};

/** The accessibility branch from what axe-core found in a browser. Rules that need a person's eye are not measured; a rule is one check, however many elements fail it. */
export const checkAxe = (reading: AxeReading, url: string): BranchResult => {
  const failing = new Set(reading.violations.map(({ id }) => id));
  const results: CheckResult[] = [
    ...reading.violations.map((violation) => ({
      ...checkOf(violation),
      state: 'fail' as const,
      evidence: evidenceOf(violation, url),
    })),
    ...reading.passes
      .filter(({ id }) => !failing.has(id))
      .map((rule) => ({ ...checkOf(rule), state: 'pass' as const, evidence: [] })),
    ...reading.incomplete
      .filter(({ id }) => !failing.has(id) && !reading.passes.some((passed) => passed.id === id))
      .map((rule) => ({
        ...checkOf(rule),
        state: 'not_measured' as const,
        evidence: [],
        reason: 'axe-core cannot decide this by itself.',
      })),
  ];
  return {
    branch: 'accessibility',
    status: 'done',
    score: weightedScore(results),
    results,
    metrics: [],
    notMeasured:
      reading.frames === 0
        ? []
        : [{ what: 'Accessibility of embedded frames', reason: `${reading.frames} frames show other documents.` }],
    notes: [`axe-core ${reading.version} in Chromium at 1350×940.`],
  };
};
