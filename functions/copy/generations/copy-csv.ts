import { csvLine } from '../../platform/csv-line.ts';
import type { CopyPackage } from './generation.ts';

const HEADER = ['section', 'item', 'field', 'text', 'source', 'passages'] as const;
type Row = readonly [section: string, item: string, field: string, text: string, source: string, passages: string];

const claimed = (claims: readonly { field: string; passageIds: readonly string[] }[], field: string): string =>
  [...new Set(claims.filter((claim) => claim.field === field).flatMap(({ passageIds }) => passageIds))].join(' ');

/** A package as a table: one row a text, with where it comes from and the passages it rests on. */
export const csvOf = (copy: CopyPackage): string =>
  [HEADER, ...positioningRows(copy), ...mailRows(copy), ...enrichmentRows(copy)].map(csvLine).join('');

const positioningRows = ({ positioning }: CopyPackage): readonly Row[] => {
  if (positioning === undefined) return [];
  const { claims } = positioning;
  const texts = (['uniqueInsight', 'whyUs', 'whyNow'] as const).map(
    (field): Row => ['positioning', field, 'text', positioning[field], '', claimed(claims, field)],
  );
  return [
    ...texts,
    ...positioning.valuePropositions.map(
      (text, at): Row => [
        'positioning',
        `valuePropositions.${String(at)}`,
        'text',
        text,
        '',
        claimed(claims, `valuePropositions.${String(at)}`),
      ],
    ),
    ...positioning.uniqueSellingPoints.map(
      ({ theme, description, evidence }): Row => [
        'positioning',
        'uniqueSellingPoints',
        theme,
        description,
        evidence.map(({ url }) => url).join(' '),
        evidence.map(({ passageId }) => passageId).join(' '),
      ],
    ),
  ];
};

const mailRows = ({ email }: CopyPackage): readonly Row[] =>
  (email?.variants ?? []).flatMap(({ variant, subjects, body, followUp, breakdown, writer }): Row[] => {
    const cited = (parts: typeof breakdown): string =>
      [...new Set(parts.flatMap(({ passageIds }) => passageIds))].join(' ');
    return [
      ['email', variant, 'subject', subjects.primary, writer, ''],
      ...subjects.alternatives.map((subject): Row => ['email', variant, 'alternative subject', subject, writer, '']),
      ['email', variant, 'body', body, writer, cited(breakdown)],
      ['email', variant, 'follow-up subject', followUp.subject, writer, ''],
      [
        'email',
        variant,
        `follow-up after ${String(followUp.waitDays)} days`,
        followUp.body,
        writer,
        cited(followUp.breakdown),
      ],
    ];
  });

const enrichmentRows = ({ enrichment }: CopyPackage): readonly Row[] => {
  if (enrichment === undefined) return [];
  const { firmographics: firm, demographics: people } = enrichment;
  const row = (item: string, field: string, text: string, by: string): Row => ['enrichment', item, field, text, by, ''];
  const limits = ({ min, max }: { min: number | null; max: number | null }): string =>
    `${String(min ?? '')}..${String(max ?? '')}`;
  return [
    ...(['industry', 'geography', 'businessModel', 'fundingStage', 'companyType', 'keywords'] as const).map((field) =>
      row('firmographics', field, firm[field].join('; '), firm.collectionMethod),
    ),
    ...(['employees', 'departmentSize', 'revenue'] as const).map((field) =>
      row('firmographics', field, limits(firm[field]), firm[field].collectionMethod),
    ),
    ...(['jobTitles', 'departments', 'seniority', 'buyingRoles', 'keywords'] as const).map((field) =>
      row('demographics', field, people[field].join('; '), people.collectionMethod),
    ),
    ...enrichment.technographics.map(({ name, why, collectionMethod }) =>
      row('technographics', name, why, collectionMethod),
    ),
    ...enrichment.buyingSignals.map(({ title, description, detectionMethod, collectionMethod }) =>
      row('buyingSignals', title, `${description} ${detectionMethod}`, collectionMethod),
    ),
    ...enrichment.personalizationPoints.map(({ point, use, collectionMethod }) =>
      row('personalizationPoints', point, use, collectionMethod),
    ),
  ];
};
