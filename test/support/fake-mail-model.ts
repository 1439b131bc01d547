import type { MailDraft, MailsAnswer } from '../../functions/copy/mail-prompt.ts';
import type { Model, ModelFailure, ModelUsage } from '../../functions/copy/model.ts';

type Sentence = MailDraft['paragraphs'][number][number];
export const says = (sentence: string, about: Sentence['about'], ...evidenceIds: string[]): Sentence => ({
  sentence,
  about,
  evidenceIds,
});

/** A draft over `sitePassages` and the sample offer that passes every guard; `spoil` puts something else in its place. */
export const goodDraft = (variant: MailDraft['variant'], spoil: Partial<MailDraft> = {}): MailDraft => ({
  variant,
  subject: 'A thought for Quaylight Systems',
  paragraphs: [
    [
      says('Your home page opens with "Every truck at the right door, at the right minute."', 'recipient', 'p00000001'),
      says('One thought from the outside.', 'neither'),
    ],
    [
      says(
        'One question left open on a pricing page is enough to send a buyer to the next vendor.',
        'sender',
        'offer:problems.2',
      ),
      says(
        'The review arrives within three working days, and we sell no redesigns afterwards.',
        'sender',
        'offer:benefits.2',
      ),
    ],
    [says('Shall I send you the first three findings for your site?', 'sender', 'offer:callToAction')],
  ],
  followUp: {
    paragraphs: [
      [
        says('A few days ago I wrote about the Harbourlight website review.', 'sender', 'offer:product'),
        says(
          'We have reviewed 1,260 sites since 2017, most of them for software and IT companies.',
          'sender',
          'offer:proof.1',
        ),
      ],
      [says('Shall I send you the first three findings for your site?', 'sender', 'offer:callToAction')],
    ],
    waitDays: 4,
  },
  ...spoil,
});

/** The answer for so many people, every draft good or spoiled in the same way. */
export const mailsAnswer = (people: number, spoil: Partial<MailDraft> = {}): MailsAnswer => ({
  mails: Array.from({ length: people }, (_, at) => ({
    to: `person ${at + 1}`,
    drafts: (['problem', 'benefit', 'question'] as const).map((variant) => goodDraft(variant, spoil)),
  })),
});

const usage: ModelUsage = {
  model: 'claude-sonnet-5-5',
  inputTokens: 1_400,
  outputTokens: 300,
  cachedInputTokens: 0,
  costMicroUsd: 6_301,
};

export type AskedMails = Readonly<{ stable: string; prompt: string }>;

/** A model that answers with what a test says, by what it is asked. */
export const fakeMailModel = (answerTo: (asked: AskedMails) => MailsAnswer | ModelFailure) => {
  const asked: AskedMails[] = [];
  const model: Model = {
    name: 'claude-sonnet-5-5',
    generate: async (request) => {
      const { stable, prompt } = request;
      asked.push({ stable, prompt });
      const told = answerTo({ stable, prompt });
      if ('reason' in told) return { ok: false, failure: told, usage: [usage] };
      return { ok: true, value: request.schema.parse(told), usage: [usage] };
    },
  };
  return { model, asked };
};
