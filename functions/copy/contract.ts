import * as z from 'zod';
import { RunInput } from '../campaigns/contract.ts';
import { CompanyProspects } from '../contacts/contract.ts';
import { MessageId } from '../platform/ids.ts';

export const VARIANTS = ['problem', 'benefit', 'question'] as const;
export type Variant = (typeof VARIANTS)[number];

/** A sentence of a mail and what it rests on: a passage, a company field, the offer, or nothing (a question, a courtesy). */
export const SentenceEvidence = z.object({
  sentence: z.string(),
  about: z.enum(['recipient', 'sender', 'neither']),
  evidenceIds: z.array(z.string()),
});
export type SentenceEvidence = z.infer<typeof SentenceEvidence>;
export const Guards = z.array(z.object({ guard: z.string(), passed: z.boolean(), detail: z.string() }));

/** What is sent when the first mail stays unanswered: another angle in at most 60 words, so many days after it. */
export const FollowUp = z.object({
  subject: z.string(),
  body: z.string(),
  waitDays: z.int().min(3).max(7),
  evidence: z.array(SentenceEvidence),
  guards: Guards,
});
export type FollowUp = z.infer<typeof FollowUp>;

export const Draft = z.object({
  variant: z.enum(VARIANTS),
  subject: z.string(),
  /** Plain text without greeting-card HTML; the footer (legal name, address, opt-out) is added when it is composed for sending. */
  body: z.string(),
  evidence: z.array(SentenceEvidence),
  guards: Guards,
  writer: z.string(),
  followUp: FollowUp,
});
export type Draft = z.infer<typeof Draft>;

/** A variant that is not sent, kept for the reviewer. */
export const OtherDraft = Draft.pick({ variant: true, subject: true, body: true }).extend({
  followUp: FollowUp.pick({ subject: true, body: true, waitDays: true }).nullable().default(null),
});

/** What is stored beside a message (keys: messageContentKey): the variant that is sent and the two that were not, for review. */
export const MessageContent = z.object({
  messageId: MessageId,
  subject: z.string(),
  body: z.string(),
  variant: z.enum(VARIANTS),
  evidence: z.array(SentenceEvidence),
  guards: Guards,
  writer: z.string(),
  /** Null on mails that have none: a follow-up itself, and texts stored before there were any. */
  followUp: FollowUp.nullable().default(null),
  others: z.array(OtherDraft),
});
export type MessageContent = z.infer<typeof MessageContent>;

export const WriteCopyInput = RunInput.extend({ planKey: z.string(), prospects: z.array(CompanyProspects) });
export const WriteCopyOutput = z.object({ drafted: z.int(), held: z.int(), dropped: z.record(z.string(), z.int()) });
export type WriteCopyOutput = z.infer<typeof WriteCopyOutput>;

/** The steps of a run whose copy waits for Message Batches. */
export const AdvanceCopyBatchesInput = z.object({ run: RunInput, planKey: z.string() });
/** `closed`: the run was cancelled meanwhile; nothing is collected any more. */
export const AdvanceCopyBatchesOutput = z.object({
  done: z.boolean(),
  closed: z.boolean(),
  waitSeconds: z.int().min(1),
});
export type AdvanceCopyBatchesOutput = z.infer<typeof AdvanceCopyBatchesOutput>;
export const CollectCopyInput = z.object({ run: RunInput, planKey: z.string(), cursor: z.string().nullable() });
export const CollectCopyOutput = WriteCopyOutput.extend({ cursor: z.string().nullable() });
export type CollectCopyOutput = z.infer<typeof CollectCopyOutput>;
