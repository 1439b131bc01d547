import * as z from 'zod';
import type { Model } from '../../copy/model.ts';
import { evidenceBlock } from '../../copy/untrusted-text.ts';
import { JUDGED, type JudgedQuestion, type ModelJudge } from './judge-content.ts';

const QUESTIONS = Object.keys(JUDGED) as [JudgedQuestion, ...JudgedQuestion[]];
const Answer = z.object({
  judgements: z
    .array(
      z.object({
        question: z.enum(QUESTIONS),
        verdict: z.enum(['good', 'weak']),
        reason: z.string().describe('One sentence, at most 40 words.'),
        quote: z.string().describe('Words of the page that show it, copied letter by letter.'),
      }),
    )
    .max(QUESTIONS.length),
});

const INSTRUCTIONS = `You judge the home page of a company for a report to its owner. Answer each question once, in this order:
${Object.entries(JUDGED)
  .map(([name, question]) => `- ${name}: ${question}`)
  .join('\n')}
Give each judgement a quote: 3 to 30 words copied from the page letter by letter, which show what you say. Leave out a question for which no words of the page can be quoted.`;

/** A judge of contents by a language model. What a provider refuses or fails is a reason, never thrown. */
export const createModelJudge =
  (model: Model): ModelJudge =>
  async ({ url, title, text }) => {
    const answer = await model.generate({
      task: 'judging a page',
      schema: Answer,
      stable: INSTRUCTIONS,
      prompt: evidenceBlock({ url, title, text }),
      maxTokens: 1_000,
    });
    return answer.ok ? { ok: true, judgements: answer.value.judgements } : { ok: false, reason: answer.failure.detail };
  };
