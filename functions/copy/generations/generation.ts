import * as z from 'zod';
import { IcpCriteria } from '../../campaigns/icp.ts';
import { Problem } from '../../platform/http/problem.ts';
import { GenerationId } from '../../platform/ids.ts';
import { Instant } from '../../platform/time.ts';
import { EmailPack, Enrichment, Positioning } from './copy-results.ts';

export const KINDS = ['positioning', 'email', 'enrichment', 'complete'] as const;
export type Kind = (typeof KINDS)[number];
export const SECTIONS = ['positioning', 'email', 'enrichment'] as const;
export type Section = (typeof SECTIONS)[number];

export const sectionsOf = (kind: Kind): readonly Section[] => (kind === 'complete' ? SECTIONS : [kind]);

const share = z.number().min(0).max(1);

/** What every answer says of itself (spec/copy.md, "Endpoints"). */
export const Metadata = z.object({
  generationId: GenerationId,
  /** The model that wrote, or `offline writer`. */
  model: z.string(),
  /** How far the copy can be relied on; `confidence.ts` says how each part is computed. */
  confidence: z.object({
    overall: share,
    dataQuality: share,
    inferenceLevel: z.enum(['low', 'medium', 'high']),
    recommendedImprovements: z.array(z.string()),
  }),
  sourcesUsed: z.array(z.object({ url: z.string(), title: z.string().nullable(), passageIds: z.array(z.string()) })),
  usage: z.object({ inputTokens: z.int(), outputTokens: z.int(), costUsd: z.number() }),
  /** Milliseconds from the request to the answer. */
  processingMs: z.int(),
  wordCount: z.int(),
  /** What did not go as asked, e.g. that a model failed and the offline writer wrote. */
  warnings: z.array(z.string()),
  createdAt: Instant,
});
export type Metadata = z.infer<typeof Metadata>;

/** Whom the copy is for and how that is known. */
export const UsedIcp = z.object({
  source: z.enum(['given', 'stored', 'inferred']),
  summary: z.string(),
  /** How much of it somebody says, 0..1: 1 when it is the caller's, less when it was read out of the website. */
  said: share,
  criteria: IcpCriteria,
});
export type UsedIcp = z.infer<typeof UsedIcp>;

const common = { websiteUrl: z.string(), companyName: z.string(), icp: UsedIcp, metadata: Metadata } as const;

export const PositioningAnswer = Positioning.extend(common);
export const EmailAnswer = EmailPack.extend(common);
export const EnrichmentAnswer = Enrichment.extend(common);
export const CompleteAnswer = z.object({
  positioning: Positioning,
  email: EmailPack,
  enrichment: Enrichment,
  ...common,
});

/** Everything that one request brought: the sections that were asked for and what is said of them all. */
export const CopyPackage = z.object({
  kind: z.enum(KINDS),
  positioning: Positioning.optional(),
  email: EmailPack.optional(),
  enrichment: Enrichment.optional(),
  ...common,
});
export type CopyPackage = z.infer<typeof CopyPackage>;

export type CopyAnswer =
  | z.infer<typeof PositioningAnswer>
  | z.infer<typeof EmailAnswer>
  | z.infer<typeof EnrichmentAnswer>
  | z.infer<typeof CompleteAnswer>;

/** A package in the form of its endpoint. @throws ZodError when a section that its kind asks for is missing */
export const answerOf = ({ kind, positioning, email, enrichment, ...rest }: CopyPackage): CopyAnswer => {
  switch (kind) {
    case 'positioning':
      return PositioningAnswer.parse({ ...positioning, ...rest });
    case 'email':
      return EmailAnswer.parse({ ...email, ...rest });
    case 'enrichment':
      return EnrichmentAnswer.parse({ ...enrichment, ...rest });
    case 'complete':
      return CompleteAnswer.parse({ positioning, email, enrichment, ...rest });
  }
};

export const STATUSES = ['running', 'queued', 'done', 'failed'] as const;

/** A stored generation as lists show it. */
export const GenerationSummary = z.object({
  id: GenerationId,
  kind: z.enum(KINDS),
  /** `queued`: the models were down and it is tried again; `failed` with its `problem`. */
  status: z.enum(STATUSES),
  websiteUrl: z.string(),
  companyName: z.string().nullable(),
  createdAt: Instant,
  finishedAt: Instant.nullable(),
  /** When it is deleted. */
  expiresAt: Instant,
  problem: Problem.nullable(),
});
export type GenerationSummary = z.infer<typeof GenerationSummary>;

export const GenerationView = GenerationSummary.extend({ result: CopyPackage.nullable() });
export type GenerationView = z.infer<typeof GenerationView>;
