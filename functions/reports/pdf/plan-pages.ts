import { View } from '@react-pdf/renderer';
import { createElement as h, type ReactElement } from 'react';
import { EFFORTS, type Effort, type Finding } from '../../assessment/contract.ts';
import type { ReportContent } from '../content.ts';
import { LINE, SEVERITY_COLOURS } from '../palette.ts';
import { PLAN_WORDS } from '../plan-words.ts';
import { CATEGORY_WORDS, counted, cut, SEVERITY_WORDS, usd } from '../words.ts';
import { heading, type Kit, section, stack } from './kit.ts';

const row = (kit: Kit, finding: Finding, key: string): ReactElement =>
  h(
    View,
    { key, wrap: false, style: { flexDirection: 'row', borderTop: `1 solid ${LINE}`, paddingVertical: 3.5 } },
    kit.text('small', SEVERITY_WORDS[finding.severity].title, {
      width: 48,
      fontWeight: 700,
      color: SEVERITY_COLOURS[finding.severity],
    }),
    kit.text('small', cut(finding.title, 96), {
      flexGrow: 1,
      flexShrink: 1,
      flexBasis: 0,
      color: '#1d2939',
      paddingRight: 8,
    }),
    kit.text('small', CATEGORY_WORDS[finding.category].title, { width: 78 }),
    kit.text('small', finding.impact === null ? '–' : usd(finding.impact.estimateUsd), {
      width: 62,
      textAlign: 'right',
    }),
  );

const group = (kit: Kit, findings: readonly Finding[], effort: Effort, most: number): ReactElement | null => {
  const own = findings.filter((finding) => finding.effort === effort);
  if (own.length === 0) return null;
  const sum = own.reduce((total, { impact }) => total + (impact?.estimateUsd ?? 0), 0);
  return stack(
    { marginBottom: 8 },
    heading(kit, PLAN_WORDS[effort].title, 70),
    kit.text(
      'soft',
      `${PLAN_WORDS[effort].about} ${counted(own.length, 'finding')}${sum === 0 ? '' : `, together an estimated ${usd(sum)} a month`}.`,
      { marginBottom: 6 },
    ),
    ...own.slice(0, most).map((finding, at) => row(kit, finding, String(at))),
    own.length > most
      ? h(
          View,
          { style: { borderTop: `1 solid ${LINE}`, paddingTop: 3 } },
          kit.text(
            'small',
            `and ${counted(own.length - most, 'more finding')}; all of them stand on the report’s page.`,
          ),
        )
      : null,
  );
};

/** Rows that stand on one page under the headings of three efforts. */
const ROWS = 25;

/** How many findings of each effort are listed, so that the plan fills one page: what one effort leaves over is the others’. */
const rowsEach = (findings: readonly Finding[]): number => {
  const counts = EFFORTS.map((effort) => findings.filter((finding) => finding.effort === effort).length);
  // Where some are left out, a row says how many.
  const needed = (most: number): number => counts.reduce((sum, count) => sum + (count > most ? most + 1 : count), 0);
  let most = 1;
  while (most < findings.length && needed(most + 1) <= ROWS) most += 1;
  return most;
};

/** Findings that need no page of their own for the plan: it stands below their details. */
const FEW = 4;

/** Whether the plan lists every finding. */
export const planIsWhole = (findings: readonly Finding[]): boolean => {
  const most = rowsEach(findings);
  return EFFORTS.every((effort) => findings.filter((finding) => finding.effort === effort).length <= most);
};

/** The findings by the effort that each takes: what to do this week, this month, this quarter. */
export const planPages = (kit: Kit, { assessment: { findings } }: ReportContent): ReactElement | null =>
  findings.length === 0
    ? null
    : section(
        kit,
        {
          begins: findings.length <= FEW ? 'below' : 'page',
          eyebrow: 'Plan',
          title: 'What to mend, and when',
          lead: 'Every finding, by the effort that it takes. Amounts are estimates of what it costs a month.',
        },
        ...EFFORTS.map((effort) => group(kit, findings, effort, rowsEach(findings))),
      );
