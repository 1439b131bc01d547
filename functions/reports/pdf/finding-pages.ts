import { Link, Text, View } from '@react-pdf/renderer';
import { createElement as h, type ReactElement } from 'react';
import type { Evidence, Finding } from '../../assessment/contract.ts';
import type { ReportContent } from '../content.ts';
import { SOFT } from '../palette.ts';
import { CATEGORY_WORDS, counted, cut, EFFORT_WORDS, impactText } from '../words.ts';
import { type Kit, section, severityBadge, stack, styles } from './kit.ts';
import { planIsWhole } from './plan-pages.ts';

const MOST_EVIDENCE = 3;

const evidenceText = ({ what, where, quote }: Evidence): string =>
  `${cut(what, 180)}${quote === undefined || what.includes(quote) ? '' : ` “${cut(quote, 110)}”`}  (${cut(where, 120)})`;

const evidenceBox = (kit: Kit, { evidence }: Finding): ReactElement =>
  h(
    View,
    { style: [styles.tint, { marginTop: 6, padding: 8 }] },
    kit.text('small', 'What we saw', { fontWeight: 700 }),
    ...evidence
      .slice(0, MOST_EVIDENCE)
      .map((one, at) => kit.text('small', evidenceText(one), { marginTop: 2 }, String(at))),
    evidence.length > MOST_EVIDENCE
      ? kit.text('small', `and ${counted(evidence.length - MOST_EVIDENCE, 'more place')}`, { marginTop: 2 })
      : null,
  );

const card = (kit: Kit, finding: Finding, at: number): ReactElement =>
  h(
    View,
    { key: finding.id, wrap: false, style: styles.card },
    h(
      View,
      { style: { flexDirection: 'row', alignItems: 'center', marginBottom: 5 } },
      severityBadge(kit, finding.severity),
      kit.text('small', `${CATEGORY_WORDS[finding.category].title}  ·  ${EFFORT_WORDS[finding.effort]}`, {
        paddingLeft: 8,
        flexGrow: 1,
      }),
      kit.text('small', `Finding ${String(at + 1)}`),
    ),
    kit.text('h2', finding.title),
    finding.detail === finding.title ? null : kit.text('p', cut(finding.detail, 420)),
    evidenceBox(kit, finding),
    stack(
      { marginTop: 7 },
      h(
        Text,
        { style: styles.p },
        h(Text, { style: { fontWeight: 700 } }, 'What to do: '),
        kit.set(cut(finding.fix, 420)),
      ),
    ),
    h(
      View,
      { style: { flexDirection: 'row', justifyContent: 'space-between', marginTop: 6 } },
      finding.impact === null
        ? kit.text('small', 'No amount')
        : kit.text('small', `Estimated cost: ${impactText(finding.impact)}`, { fontWeight: 700, color: '#1d2939' }),
      h(Link, { src: finding.source, style: { fontSize: 8, color: SOFT } }, kit.set(`Rule ${cut(finding.id, 40)}`)),
    ),
  );

/** The findings that are most worth mending, each with its evidence. */
export const findingPages = (kit: Kit, { assessment }: ReportContent, details: number): ReactElement | null => {
  const { findings } = assessment;
  if (findings.length === 0) return null;
  const shown = findings.slice(0, details);
  return section(
    kit,
    {
      eyebrow: 'Findings in detail',
      title:
        shown.length === findings.length ? 'What we found' : `The ${String(shown.length)} most worthwhile findings`,
      lead: `In the order in which mending them pays: impact against effort.${shown.length === findings.length ? '' : ` The other ${String(findings.length - shown.length)} stand in the plan that follows${planIsWhole(findings) ? '' : ', or on the report’s page'}.`}`,
    },
    ...shown.map((finding, at) => card(kit, finding, at)),
  );
};
