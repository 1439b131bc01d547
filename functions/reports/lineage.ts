import { type Assessment, CATEGORIES } from '../assessment/contract.ts';
import type { ReportContent } from './content.ts';
import type { Row } from './impact-facts.ts';
import { CATEGORY_WORDS, counted, metricText, metricTitle, momentText, scoreText, usd } from './words.ts';

/** Where one number of a report comes from. */
export type LineageRow = Readonly<{
  /** What it is, in the report's own words. */
  figure: string;
  /** As it is printed. */
  value: string;
  /** `finding`, `category`, `metric`, `summary`, `peers` or `assumption`. */
  kind: 'finding' | 'category' | 'metric' | 'summary' | 'peers' | 'assumption';
  /** The rule's id, the metric's, the area's. */
  id: string;
  /** What it was made from, in words or as the rule's address. */
  from: string;
  assessmentId: string;
  rulesVersion: string;
  measuredAt: string;
}>;

type Origin = Pick<LineageRow, 'assessmentId' | 'rulesVersion' | 'measuredAt'>;

const originOf = ({ id, rulesVersion, finishedAt, startedAt }: Assessment): Origin => ({
  assessmentId: id,
  rulesVersion,
  measuredAt: finishedAt ?? startedAt,
});

type Short = Omit<LineageRow, keyof Origin>;

const scores = ({ assessment: { overall, categories } }: ReportContent): Short[] => [
  {
    figure: 'Overall score',
    value: scoreText(overall),
    kind: 'summary',
    id: 'overall',
    from: 'weighted mean of the areas that were measured',
  },
  ...CATEGORIES.flatMap((category): Short[] => {
    const { score, checks } = categories[category];
    const { title } = CATEGORY_WORDS[category];
    const of = { kind: 'category', id: category, from: `the rules of the area “${title}”` } as const;
    return [
      { figure: `${title}: score`, value: scoreText(score), ...of },
      { figure: `${title}: checks passed`, value: String(checks.passed), ...of },
      { figure: `${title}: checks failed`, value: String(checks.failed), ...of },
      { figure: `${title}: checks not measured`, value: String(checks.notMeasured), ...of },
    ];
  }),
];

const amounts = ({ assessment: { impact, findings } }: ReportContent): Short[] => [
  {
    figure: 'Findings',
    value: String(findings.length),
    kind: 'summary',
    id: 'findings',
    from: 'checks that failed, each rule once',
  },
  ...(impact === null
    ? []
    : (
        [
          ['Estimated cost a month', impact.total.estimateUsd, 'sum of the findings’ estimates'],
          ['Lower bound', impact.total.lowUsd, 'sum of the findings’ lower bounds'],
          ['Upper bound', impact.total.highUsd, 'sum of the findings’ upper bounds'],
          ['Monthly revenue', impact.monthlyRevenueUsd.estimateUsd, 'the assumptions'],
          ['Monthly revenue, lower bound', impact.monthlyRevenueUsd.lowUsd, 'the assumptions'],
          ['Monthly revenue, upper bound', impact.monthlyRevenueUsd.highUsd, 'the assumptions'],
        ] as const
      ).map(([figure, amount, from]): Short => ({ figure, value: usd(amount), kind: 'summary', id: 'impact', from }))),
  ...findings.flatMap(({ id, title, impact: own, source }): Short[] =>
    own === null
      ? []
      : [
          {
            figure: `${title}: estimated cost a month`,
            value: usd(own.estimateUsd),
            kind: 'finding',
            id,
            from: source,
          },
          { figure: `${title}: lower bound`, value: usd(own.lowUsd), kind: 'finding', id, from: source },
          { figure: `${title}: upper bound`, value: usd(own.highUsd), kind: 'finding', id, from: source },
        ],
  ),
];

const measures = ({ assessment }: ReportContent): Short[] =>
  assessment.metrics.flatMap((metric): Short[] => {
    const value = metricText(metric);
    return value === null
      ? []
      : [{ figure: metricTitle(metric.id), value, kind: 'metric', id: metric.id, from: metric.source }];
  });

const comparison = ({ peers }: ReportContent): Short[] => {
  if (peers === null) return [];
  const of = {
    kind: 'peers',
    from: `the newest assessments of ${counted(peers.count, 'other site')} of the industry`,
  } as const;
  const { overall, aheadOfPercent } = peers;
  return [
    { figure: 'Sites compared with', value: String(peers.count), id: 'count', ...of },
    ...(overall === null
      ? []
      : (['lower', 'median', 'upper'] as const).map(
          (name): Short => ({
            figure: `Others’ overall score: ${name}`,
            value: String(overall[name]),
            id: 'overall',
            ...of,
          }),
        )),
    ...(aheadOfPercent === null
      ? []
      : [{ figure: 'Others with a lower score, percent', value: String(aheadOfPercent), id: 'ahead', ...of }]),
  ];
};

/** Where every number of a report comes from: its finding, area or measurement, the assessment and rules behind it, and when it was measured. */
export const lineageOf = (content: ReportContent): readonly LineageRow[] =>
  [...scores(content), ...amounts(content), ...measures(content), ...comparison(content)].map((row) => ({
    ...row,
    ...originOf(content.assessment),
  }));

/** The main part of it, to print. Findings name their rule where they stand. */
export const lineageSummary = ({ assessment, version, reportId, peers }: ReportContent): readonly Row[] => {
  const { measuredAt } = originOf(assessment);
  return [
    [
      'Scores and findings',
      `Assessment ${assessment.id} by rules of version ${assessment.rulesVersion}, ended ${momentText(measuredAt)}`,
    ],
    ['Amounts', 'From the findings, severities and assumptions of the same assessment'],
    ...(peers === null
      ? []
      : ([['Comparison', `The newest assessments of ${counted(peers.count, 'other site')} of the industry`]] as const)),
    ['This report', `${reportId}, version ${String(version)}`],
  ];
};
