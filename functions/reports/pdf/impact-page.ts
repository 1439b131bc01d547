import { View } from '@react-pdf/renderer';
import { createElement as h, type ReactElement } from 'react';
import type { ReportContent } from '../content.ts';
import { assumptionRows, IMPACT_READING, noImpactText } from '../impact-facts.ts';
import { LINE, SEVERITY_COLOURS } from '../palette.ts';
import { CATEGORY_WORDS, cut, usd } from '../words.ts';
import { intervalLine } from './charts.ts';
import { factRows, heading, type Kit, section, stack, styles, WIDTH } from './kit.ts';

const MOST_ROWS = 8;
const [LABEL, AMOUNT] = [196, 108] as const;
const CHART = WIDTH - LABEL - AMOUNT - 14;

/** What the findings cost: the total, what it consists of, and what the amounts rest on. */
export const impactPage = (kit: Kit, { assessment }: ReportContent): ReactElement => {
  const { findings, impact } = assessment;
  const missing = noImpactText(assessment);
  const priced = findings.flatMap((finding) =>
    finding.impact === null ? [] : [{ ...finding, impact: finding.impact }],
  );
  const dearest = priced
    .toSorted((one, other) => other.impact.estimateUsd - one.impact.estimateUsd)
    .slice(0, MOST_ROWS);
  const most = Math.max(0, ...dearest.map((finding) => finding.impact.highUsd));
  return section(
    kit,
    {
      eyebrow: 'Financial impact',
      title: missing === null && impact !== null ? `About ${usd(impact.total.estimateUsd)} a month` : 'What it costs',
      lead:
        missing ??
        (impact === null
          ? undefined
          : `is what the findings of this report are estimated to cost together; the 95 % interval goes from ${usd(impact.total.lowUsd)} to ${usd(impact.total.highUsd)} a month.`),
    },
    missing !== null
      ? null
      : stack(
          {},
          kit.text(
            'h2',
            dearest.length < priced.length
              ? `The ${String(dearest.length)} findings that cost most`
              : 'What it consists of',
          ),
          ...dearest.map((finding, at) =>
            h(
              View,
              {
                key: String(at),
                wrap: false,
                style: { flexDirection: 'row', alignItems: 'center', borderTop: `1 solid ${LINE}`, paddingVertical: 5 },
              },
              stack(
                { width: LABEL, paddingRight: 10 },
                kit.text('p', cut(finding.title, 74), { lineHeight: 1.3 }),
                kit.text('small', CATEGORY_WORDS[finding.category].title),
              ),
              intervalLine(finding.impact, most, CHART, SEVERITY_COLOURS[finding.severity]),
              stack(
                { width: AMOUNT, marginLeft: 14, alignItems: 'flex-end' },
                kit.text('strong', usd(finding.impact.estimateUsd)),
                kit.text('small', `${usd(finding.impact.lowUsd)} to ${usd(finding.impact.highUsd)}`),
              ),
            ),
          ),
          h(
            View,
            {
              style: { flexDirection: 'row', justifyContent: 'flex-end', borderTop: `1 solid ${LINE}`, paddingTop: 4 },
            },
            kit.text('small', `Dot: estimate; bar: 95 % interval, from $0 to ${usd(most)} a month`),
          ),
        ),
    heading(kit, 'What the amounts rest on', 120),
    factRows(kit, assumptionRows(assessment)),
    ...(impact?.notes ?? []).map((note, at) =>
      kit.text('small', note, { marginTop: at === 0 ? 8 : 3 }, `note${String(at)}`),
    ),
    missing === null
      ? h(View, { wrap: false, style: [styles.tint, { marginTop: 12 }] }, kit.text('soft', IMPACT_READING))
      : null,
  );
};
