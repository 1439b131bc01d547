import * as z from 'zod';
import { type Brief, evidenceOf } from './brief.ts';
import { VARIANTS } from './contract.ts';
import { FEWEST_WORDS, MOST_FOLLOW_UP_WORDS, MOST_WORDS } from './guards.ts';
import { countWords } from './prose.ts';
import { greeting, signOff } from './salutation.ts';
import { evidenceBlock } from './untrusted-text.ts';

const Sentence = z.object({
  sentence: z.string(),
  about: z.enum(['recipient', 'sender', 'neither']),
  evidenceIds: z.array(z.string()),
});
const Paragraphs = z.array(z.array(Sentence));
export const MailDraft = z.object({
  variant: z.enum(VARIANTS),
  subject: z.string(),
  paragraphs: Paragraphs,
  followUp: z.object({ paragraphs: Paragraphs, waitDays: z.int() }),
});
export type MailDraft = z.infer<typeof MailDraft>;

/** What the model answers: for each person paragraphs of sentences, each with what it rests on. Greeting and sign-off are ours. */
export const MailsAnswer = z
  .object({ mails: z.array(z.object({ to: z.string(), drafts: z.array(MailDraft) })) })
  .refine(
    ({ mails }) =>
      mails.every(({ drafts }) => VARIANTS.every((variant) => drafts.some((one) => one.variant === variant))),
    'every mail needs the variants problem, benefit and question',
  );
export type MailsAnswer = z.infer<typeof MailsAnswer>;

/** What an answer of so many mails may have of tokens: a mail with its evidence is about 1,600. */
export const tokensFor = (mails: number): number => 600 + 2_400 * mails;

const RULES = `You write first business mails that a careful person would be glad to have written and to receive. For each person write three variants of one mail in English, and for each variant the follow-up that is sent when nobody answers:
- problem: opens with something true about the recipient, names one problem, says what takes it away.
- benefit: opens with something true about the recipient, says what they gain, and how it is known.
- question: opens with something true about the recipient, asks one honest question about the problem.
- followUp of each: another angle than its mail (another problem, benefit or proof), at most ${MOST_FOLLOW_UP_WORDS} words with greeting and sign-off, waitDays 3 to 7 (usually 4).

Rules. A draft that breaks one is thrown away.
1. Every sentence is one entry with "about" and "evidenceIds". A sentence that states anything about the recipient has about "recipient" and cites the ids of the evidence it rests on; it says no more than that evidence says, in the evidence's words. A sentence about the sender or the product has about "sender" and cites offer ids; it claims nothing that is not in the offer. Questions, courtesies and transitions have about "neither", no ids, no figures, no quotations, and assert nothing.
2. Words in double quotes are copied letter by letter from the evidence, at most twelve of them in a row.
3. Exactly one call to action: the one of the offer, in its own words, as the last paragraph of the mail and of the follow-up.
4. Subject: 3 to 6 words, at most 60 characters, says truly what the mail is. Never "Re:" or "Fwd:".
5. No links, domains or addresses but the offer's own link, at most once, and a person's report:link, which stands in each body of that person's mails exactly once, said to lead to the first findings. No placeholders, no exclamation marks, no sales clichés, no flattery, no pressure, short plain sentences that a twelve-year-old can follow. Plain text: no markup.
6. Spell names of people and companies as they are given.
7. Do not write a greeting or a sign-off: they are added.
8. People of one company may compare their mails: no two of them share an opening or a subject.`;

/** The part of the prompt that is the same for a whole run; the model's provider caches it. */
export const stablePrompt = ({ offer, sender, icp }: Pick<Brief, 'offer' | 'sender' | 'icp'>): string =>
  `${RULES}

The sender: ${sender.name}
Tone: ${icp.voice.tone}
The offer, by id:
${offerLines(offer)}`;

const offerLines = (offer: Brief['offer']): string =>
  JSON.stringify(
    {
      'offer:product': offer.product,
      'offer:oneLiner': offer.oneLiner,
      ...Object.fromEntries(offer.problems.map((text, at) => [`offer:problems.${at}`, text])),
      ...Object.fromEntries(offer.benefits.map((text, at) => [`offer:benefits.${at}`, text])),
      ...Object.fromEntries(offer.proof.map((text, at) => [`offer:proof.${at}`, text])),
      'offer:callToAction': offer.callToAction,
      ...(offer.link === undefined ? {} : { 'offer:link': offer.link }),
    },
    null,
    1,
  );

/** The name by which the model calls the person of a brief. */
export const personOf = (at: number): string => `person ${at + 1}`;

/** What the mails to people of one company are written from. Words left for a body say what greeting and sign-off take of the limits. */
export const companyPrompt = (briefs: readonly [Brief, ...Brief[]], passages: Brief['passages']): string => {
  const [first] = briefs;
  const known = [...evidenceOf({ ...first, passages })];
  const company = Object.fromEntries(known.filter(([id]) => !/^(?:offer|sender|contact|report):/.test(id)));
  const people = briefs.map((brief, at) => ({ brief, person: personOf(at) }));
  const contacts = people.map(({ brief, person }) => [
    person,
    Object.fromEntries([...evidenceOf(brief)].filter(([id]) => /^(?:contact|report):/.test(id))),
  ]);
  const limits = people.map(({ brief, person }) => {
    const taken = countWords(`${greeting(brief).text} ${signOff(brief).text}`);
    const faults = brief.faults ?? [];
    return `- to "${person}": each body has ${FEWEST_WORDS - taken + 5} to ${MOST_WORDS - taken - 8} words, each follow-up at most ${MOST_FOLLOW_UP_WORDS - taken - 4}; draft number ${brief.seed}${
      faults.length === 0 ? '' : `. An earlier draft was thrown away: ${faults.join('; ')}`
    }`;
  });
  return `Write ${briefs.length === 1 ? 'the mail' : `${briefs.length} mails`}, one to each person:
${limits.join('\n')}

The evidence about their company and about each of them, by id:
${evidenceBlock({ ...company, people: Object.fromEntries(contacts) })}`;
};
