import * as z from 'zod';
import { IcpCriteria } from '../../campaigns/icp.ts';
import { singleLine } from '../../platform/http/text.ts';

const LONGEST_ICP = 4_000;

export const TONES = ['professional', 'friendly', 'casual'] as const;
/** What the mails ask for: something small, an answer, a meeting, or something to read. Any other text is the question itself. */
export const CALLS_TO_ACTION = ['soft', 'direct', 'meeting', 'resource'] as const;
/** The parts of a mail in their order; `{{…}}` names where each goes. */
export const TEMPLATE_PARTS = ['opening', 'pain', 'value', 'proof', 'cta'] as const;

/** How the copy shall be written. Whatever a caller states here about their own company is theirs to vouch for and is cited as `preferences`. */
export const Preferences = z.strictObject({
  /** What the mails are for, e.g. "book a first call with workshop owners". */
  useCase: singleLine(500).optional(),
  /** What to put first where there is a choice, in any words. */
  emphasis: singleLine(500).optional(),
  /** A whole sentence that every mail opens with. */
  openingLine: singleLine(300).optional(),
  ctaSetting: z.union([z.enum(CALLS_TO_ACTION), singleLine(200)]).optional(),
  /** The parts of a mail in the wanted order: `{{opening}} {{pain}} {{value}} {{proof}} {{cta}}`. */
  template: z.string().trim().min(1).max(2_000).optional(),
  /** A sentence that proves something, or false to leave proof out. */
  socialProof: z.union([z.boolean(), singleLine(300)]).optional(),
  tone: z.enum(TONES).default('professional'),
});
export type Preferences = z.output<typeof Preferences>;

export const WRITERS = ['auto', 'model', 'offline'] as const;

/** What all four copy endpoints take (spec/copy.md, "Endpoints"). */
export const CopyRequest = z.strictObject({
  websiteUrl: z.string().trim().min(1).max(2_000),
  /** Whom the copy is for: a description, an ICP's id, or its criteria. Left out it is inferred from the website. */
  icp: z.union([z.string().trim().min(1).max(LONGEST_ICP), IcpCriteria]).optional(),
  preferences: Preferences.prefault({}),
  /** `auto` writes with a model when one is configured and answers, else offline; `model` never offline; `offline` never with a model. */
  writer: z.enum(WRITERS).default('auto'),
  /** Reads the website anew though a reading is kept. */
  refresh: z.boolean().default(false),
});
export type CopyRequest = z.output<typeof CopyRequest>;
