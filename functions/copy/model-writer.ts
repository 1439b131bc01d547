import { mapAtOnce } from '../platform/at-once.ts';
import type { Brief, Writer, WriterAnswer, Written } from './brief.ts';
import { VARIANTS } from './contract.ts';
import type { Part } from './mail-parts.ts';
import { companyPrompt, type MailDraft, MailsAnswer, personOf, stablePrompt, tokensFor } from './mail-prompt.ts';
import { costOf, type Model, type ModelFailure } from './model.ts';
import { greeting, signOff } from './salutation.ts';

/** People of a company whose mails one call writes: some 3,200 tokens, which is what comes in the 45 s that a call has. */
export const PEOPLE_A_CALL = 2;
const CALLS_AT_ONCE = 3;
const [SHORTEST_WAIT, LONGEST_WAIT] = [3, 7] as const;

/** What a prompt gets of a site's passages. */
export type ChoosePassages = (brief: Brief) => Promise<Brief['passages']>;
/** The model for a brief's company; undefined when nobody has given a key. */
export type ModelFor = (brief: Brief) => Promise<Model | undefined>;

/**
 * Writes with a model: one call for every two people of a company, so that what is known of it and the run's stable part are sent once. What a model does not write,
 * `fallback` writes, with a warning that says why.
 */
export const createModelWriter = ({
  modelFor,
  fallback,
  choosePassages = ({ passages }) => Promise.resolve(passages),
}: {
  modelFor: ModelFor;
  fallback: Writer;
  choosePassages?: ChoosePassages;
}): Writer => {
  const instead = async (
    briefs: readonly Brief[],
    why: string | null,
    cost: number,
  ): Promise<readonly WriterAnswer[]> => {
    const written = await fallback(briefs);
    return written.map((answer, at) => ({
      drafts:
        why === null ? answer.drafts : answer.drafts.map((draft) => ({ ...draft, writer: `${draft.writer} (${why})` })),
      costMicroUsd: answer.costMicroUsd + shareOf(cost, briefs.length, at),
      warning: why ?? answer.warning,
    }));
  };

  const writeTogether = async (briefs: readonly [Brief, ...Brief[]]): Promise<readonly WriterAnswer[]> => {
    const model = await modelFor(briefs[0]);
    if (model === undefined) return instead(briefs, null, 0);
    const passages = await choosePassages(briefs[0]);
    const answer = await model.generate(mailsRequest(briefs, passages));
    const cost = costOf(answer.usage);
    if (!answer.ok) return instead(briefs, whyNot(model, answer.failure), cost);
    const writer = answer.usage.at(-1)?.model ?? model.name;
    return await Promise.all(
      briefs.map(async (brief, at): Promise<WriterAnswer> => {
        const mail = answer.value.mails.find(({ to }) => to === personOf(at));
        const share = shareOf(cost, briefs.length, at);
        if (mail === undefined) {
          const [missed] = await instead([brief], `${writer}: left out`, share);
          if (missed === undefined) throw new Error('The fallback writer gave nothing');
          return missed;
        }
        return { drafts: draftsOf(mail.drafts, brief, writer), costMicroUsd: share, warning: null };
      }),
    );
  };

  return async (briefs) => {
    const groups = inCalls([...briefs.entries()], ([, brief]) => brief);
    const answers = await mapAtOnce(groups, CALLS_AT_ONCE, async (group) => {
      const [first, ...more] = group.map(([, brief]) => brief);
      return first === undefined ? [] : await writeTogether([first, ...more]);
    });
    const byPlace = new Map(
      groups.flatMap((group, g) => group.map(([place], at) => [place, answers[g]?.[at]] as const)),
    );
    return briefs.map((_, place) => {
      const answer = byPlace.get(place);
      if (answer === undefined) throw new Error('A brief was left without an answer');
      return answer;
    });
  };
};

/** The question to a model for the mails to people of one company. */
export const mailsRequest = (briefs: readonly [Brief, ...Brief[]], passages: Brief['passages']) => ({
  task: 'mails',
  schema: MailsAnswer,
  stable: stablePrompt(briefs[0]),
  prompt: companyPrompt(briefs, passages),
  maxTokens: tokensFor(briefs.length),
});

/** What is written by one call each: two people of a company at most. */
export const inCalls = <Value>(
  values: readonly Value[],
  briefOf: (value: Value) => Brief,
): readonly (readonly Value[])[] =>
  [...Map.groupBy(values, (value) => briefOf(value).company.domain).values()].flatMap((ofCompany) =>
    Array.from({ length: Math.ceil(ofCompany.length / PEOPLE_A_CALL) }, (_, call) =>
      ofCompany.slice(call * PEOPLE_A_CALL, (call + 1) * PEOPLE_A_CALL),
    ),
  );

/** One mail's part of what a call cost; the parts add up to the whole. */
export const shareOf = (cost: number, mails: number, at: number): number =>
  Math.floor(cost / mails) + (at < cost % mails ? 1 : 0);

const whyNot = (model: Model, { reason }: ModelFailure): string => `${model.name}: ${reason}`;

/** The three variants as drafts, greeted and signed. */
export const draftsOf = (drafts: readonly MailDraft[], brief: Brief, writer: string): readonly Written[] =>
  VARIANTS.flatMap((variant): Written[] => {
    const draft = drafts.find((one) => one.variant === variant);
    if (draft === undefined) return [];
    const subject = draft.subject.trim();
    const waitDays = Math.min(LONGEST_WAIT, Math.max(SHORTEST_WAIT, draft.followUp.waitDays));
    return [
      {
        variant,
        subject,
        ...letter(draft.paragraphs, brief),
        writer,
        // In the same thread, so under the same subject.
        followUp: { subject, ...letter(draft.followUp.paragraphs, brief), waitDays },
      },
    ];
  });

const letter = (given: MailDraft['paragraphs'], brief: Brief): Pick<Written, 'body' | 'evidence'> => {
  const [hello, close] = [greeting(brief), signOff(brief)];
  const paragraphs = given.filter((paragraph) => paragraph.length > 0);
  return {
    body: [
      hello.text,
      ...paragraphs.map((paragraph) => paragraph.map(({ sentence }) => sentence.trim()).join(' ')),
      close.text,
    ].join('\n\n'),
    evidence: [entry(hello), ...paragraphs.flat(), entry(close)],
  };
};

const entry = ({ text, about, evidenceIds }: Part) => ({ sentence: text, about, evidenceIds: [...evidenceIds] });
