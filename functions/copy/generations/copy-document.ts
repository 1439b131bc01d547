import type { MailVariant } from './copy-results.ts';
import type { CopyPackage } from './generation.ts';

/** A piece of a package as every export shows it. */
export type Block = Readonly<
  | { kind: 'heading'; level: 1 | 2 | 3; text: string }
  | { kind: 'text'; text: string }
  | { kind: 'list'; items: readonly string[] }
  | { kind: 'facts'; rows: readonly (readonly [label: string, value: string])[] }
  | { kind: 'mail'; label: string; subject: string; body: string }
>;

export const KIND_TITLES: Readonly<Record<CopyPackage['kind'], string>> = {
  positioning: 'Positioning',
  email: 'Mails',
  enrichment: 'Enrichment',
  complete: 'Positioning, mails and enrichment',
};

const heading = (level: 1 | 2 | 3, text: string): Block => ({ kind: 'heading', level, text });
const text = (said: string): Block => ({ kind: 'text', text: said });

/** A package as a document: what was written, then on what it rests. */
export const documentOf = (copy: CopyPackage): readonly Block[] => [
  heading(1, `${KIND_TITLES[copy.kind]} for ${copy.companyName}`),
  text(`Written from ${copy.websiteUrl} on ${copy.metadata.createdAt.slice(0, 10)} by: ${copy.metadata.model}.`),
  ...positioningBlocks(copy),
  ...mailBlocks(copy),
  ...enrichmentBlocks(copy),
  ...groundBlocks(copy),
];

const positioningBlocks = ({ positioning }: CopyPackage): readonly Block[] =>
  positioning === undefined
    ? []
    : [
        heading(2, 'Positioning'),
        heading(3, 'Insight'),
        text(positioning.uniqueInsight),
        heading(3, 'Why us'),
        text(positioning.whyUs),
        heading(3, 'Why now'),
        text(positioning.whyNow),
        ...(positioning.valuePropositions.length === 0
          ? []
          : [heading(3, 'What customers get'), { kind: 'list', items: positioning.valuePropositions } as const]),
        ...(positioning.uniqueSellingPoints.length === 0
          ? []
          : [
              heading(3, 'What sets it apart'),
              {
                kind: 'facts',
                rows: positioning.uniqueSellingPoints.map(({ theme, description }) => [theme, description] as const),
              } as const,
            ]),
      ];

const VARIANT_TITLES: Readonly<Record<MailVariant['variant'], string>> = {
  problem: 'By the problem',
  benefit: 'By the benefit',
  question: 'By a question',
};

const mailBlocks = ({ email }: CopyPackage): readonly Block[] =>
  email === undefined
    ? []
    : [
        heading(2, 'Mails'),
        ...email.variants.flatMap(({ variant, subjects, body, followUp }): Block[] => [
          heading(3, VARIANT_TITLES[variant]),
          { kind: 'mail', label: 'First mail', subject: subjects.primary, body },
          text(`Other subjects: ${subjects.alternatives.join('; ')}.`),
          {
            kind: 'mail',
            label: `Follow-up after ${String(followUp.waitDays)} days`,
            subject: followUp.subject,
            body: followUp.body,
          },
        ]),
      ];

const range = ({ min, max, basis }: { min: number | null; max: number | null; basis: string }): string => {
  const limits =
    min !== null && max !== null
      ? `${min.toLocaleString('en')} to ${max.toLocaleString('en')}`
      : min !== null
        ? `${min.toLocaleString('en')} or more`
        : max !== null
          ? `up to ${max.toLocaleString('en')}`
          : 'open';
  return basis === 'estimate' ? `${limits} (estimate)` : limits;
};
const named = (values: readonly string[]): string =>
  values.length === 0 ? 'open' : values.map((one) => one.replaceAll('_', ' ')).join(', ');

const enrichmentBlocks = ({ enrichment }: CopyPackage): readonly Block[] => {
  if (enrichment === undefined) return [];
  const { firmographics, demographics, technographics, buyingSignals, personalizationPoints } = enrichment;
  return [
    heading(2, 'Enrichment'),
    heading(3, 'Companies'),
    {
      kind: 'facts',
      rows: [
        ['Industry', named(firmographics.industry)],
        ['Employees', range(firmographics.employees)],
        ['Size of the department', range(firmographics.departmentSize)],
        ['Revenue, USD a year', range(firmographics.revenue)],
        ['Places', named(firmographics.geography)],
        ['Business model', named(firmographics.businessModel)],
        ['Funding', named(firmographics.fundingStage)],
        ['Form of company', named(firmographics.companyType)],
        ['Keywords', named(firmographics.keywords)],
      ],
    },
    heading(3, 'People'),
    {
      kind: 'facts',
      rows: [
        ['Job titles', named(demographics.jobTitles)],
        ['Departments', named(demographics.departments)],
        ['Seniority', named(demographics.seniority)],
        ['Part in buying', named(demographics.buyingRoles)],
      ],
    },
    ...(technographics.length === 0
      ? []
      : [
          heading(3, 'Technologies'),
          {
            kind: 'facts',
            rows: technographics.map((one) => [one.name, `${one.why} Found by: ${one.collectionMethod}.`] as const),
          } as const,
        ]),
    heading(3, 'Signals that a company may buy'),
    {
      kind: 'facts',
      rows: buyingSignals.map(
        (one) =>
          [
            `${one.title} (${one.priority})`,
            `${one.description} ${one.detectionMethod} Found by: ${one.collectionMethod}.`,
          ] as const,
      ),
    },
    heading(3, 'What to make a mail personal with'),
    {
      kind: 'facts',
      rows: personalizationPoints.map((one) => [one.point, `${one.use} Found by: ${one.collectionMethod}.`] as const),
    },
  ];
};

const groundBlocks = ({ metadata, icp }: CopyPackage): readonly Block[] => {
  const { confidence, sourcesUsed, warnings, usage } = metadata;
  return [
    heading(2, 'What it rests on'),
    {
      kind: 'facts',
      rows: [
        ['Confidence', `${String(Math.round(confidence.overall * 100))} of 100`],
        ['What the website gives', `${String(Math.round(confidence.dataQuality * 100))} of 100`],
        ['Concluded instead of read', confidence.inferenceLevel],
        ['For whom', `${icp.summary} (${icp.source})`],
        ['Cost', `$${usage.costUsd.toFixed(4)}`],
      ],
    },
    ...(sourcesUsed.length === 0
      ? []
      : [
          heading(3, 'Pages'),
          {
            kind: 'list',
            items: sourcesUsed.map(({ url, title }) => (title === null ? url : `${title}: ${url}`)),
          } as const,
        ]),
    ...(confidence.recommendedImprovements.length + warnings.length === 0
      ? []
      : [
          heading(3, 'What would make it better'),
          { kind: 'list', items: [...confidence.recommendedImprovements, ...warnings] } as const,
        ]),
  ];
};
