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
export const Draft = z.object({
  variant: z.enum(VARIANTS),
  subject: z.string(),
  /** Plain text without greeting-card HTML; the footer (legal name, address, opt-out) is added when it is composed for sending. */
  body: z.string(),
  evidence: z.array(SentenceEvidence),
  guards: z.array(z.object({ guard: z.string(), passed: z.boolean(), detail: z.string() })),
  writer: z.string(),
});
export type Draft = z.infer<typeof Draft>;

/** What is stored beside a message (keys: messageContentKey): the variant that is sent and the two that were not, for review. */
export const MessageContent = z.object({
  messageId: MessageId,
  subject: z.string(),
  body: z.string(),
  variant: z.enum(VARIANTS),
  evidence: z.array(SentenceEvidence),
  guards: Draft.shape.guards,
  writer: z.string(),
  others: z.array(Draft.pick({ variant: true, subject: true, body: true })),
});
export type MessageContent = z.infer<typeof MessageContent>;

export const WriteCopyInput = RunInput.extend({ planKey: z.string(), prospects: z.array(CompanyProspects) });
export const WriteCopyOutput = z.object({ drafted: z.int(), held: z.int(), dropped: z.record(z.string(), z.int()) });
