import type { Variant } from '../contract.ts';
import { endWith } from '../prose.ts';
import { spamScore } from '../spam-phrases.ts';
import { fitsSubject } from '../subject-line.ts';
import { CALLS_TO_ACTION, type Preferences } from './copy-request.ts';

/** Sentences of a pack's mails that state nothing: greetings, questions, calls to action. */
const GREETINGS: Readonly<Record<Preferences['tone'], string>> = {
  professional: 'Hello,',
  friendly: 'Hi,',
  casual: 'Hi there,',
};
const CLOSINGS: Readonly<Record<Preferences['tone'], string>> = {
  professional: 'Kind regards,',
  friendly: 'Best wishes,',
  casual: 'Best,',
};

export const greetingOf = ({ tone }: Preferences): string => GREETINGS[tone];
export const signOffOf = ({ tone }: Preferences, name: string): string => `${CLOSINGS[tone]}\nThe ${name} team`;

type Call = (typeof CALLS_TO_ACTION)[number];
const CALLS: Readonly<Record<Call, Readonly<Record<Variant | 'followUp', string>>>> = {
  soft: {
    problem: 'Is that worth a short conversation?',
    benefit: 'Would that be of use to you?',
    question: 'May we show you how we do it?',
    followUp: 'Shall we tell you more?',
  },
  direct: {
    problem: 'Could you tell us who looks after this on your side?',
    benefit: 'Could you tell us who looks after this on your side?',
    question: 'Could you answer that in a line or two?',
    followUp: 'Could you point us to the right person?',
  },
  meeting: {
    problem: 'Would a short call next week suit you?',
    benefit: 'Would a short call next week suit you?',
    question: 'Could we talk about that in a short call next week?',
    followUp: 'Would a short call this month suit you?',
  },
  resource: {
    problem: 'Shall we send you the page that describes it?',
    benefit: 'Shall we send you the page that describes it?',
    question: 'Shall we send you the page that describes it?',
    followUp: 'Shall we send you what we have written about it?',
  },
};

/** The kind of question that a use case asks for in its own words; a soft one where it names none. */
const callFor = (useCase: string): Call => {
  if (/\b(?:call|meeting|demo|appointment|talk|visit)\b/i.test(useCase)) return 'meeting';
  return /\b(?:download|report|guide|paper|webinar|read|case study)\b/i.test(useCase) ? 'resource' : 'soft';
};

/** The one question that a mail ends with. */
export const callToActionOf = ({ ctaSetting, useCase }: Preferences, of: Variant | 'followUp'): string => {
  const known = CALLS_TO_ACTION.find((one) => one === ctaSetting);
  if (known === undefined && ctaSetting !== undefined)
    return endWith(
      ctaSetting,
      /^(?:would|could|shall|may|can|is|are|do|does|will|how|what|who|when|where)\b/i.test(ctaSetting) ? '?' : '.',
    );
  return CALLS[known ?? callFor(useCase ?? '')][of];
};
export const isOwnCall = ({ ctaSetting }: Preferences): boolean =>
  ctaSetting !== undefined && CALLS_TO_ACTION.every((one) => one !== ctaSetting);

const fits = (subject: string): boolean =>
  fitsSubject(subject) && spamScore(subject).score === 0 && !/["“”<>{}[\]|!]/.test(subject);

/** The first three subjects that keep to the rules, first those that are the site's own words. */
export const subjectsOf = (
  variant: Variant,
  name: string,
  own: readonly (string | null)[],
): Readonly<{ primary: string; alternatives: string[] }> => {
  const wordings: Readonly<Record<Variant, readonly string[]>> = {
    problem: [
      `A thought from ${name}`,
      `One thought from ${name}`,
      'A thought from the outside',
      'One thing we noticed',
      'A short note to you',
    ],
    benefit: [
      `An idea from ${name}`,
      `What ${name} does, in short`,
      'An idea for your team',
      'What we do, in short',
      'Something for you to consider',
    ],
    question: [
      `A question from ${name}`,
      `One question from ${name}`,
      'A short question for you',
      'How do you do this?',
      'One question for your team',
    ],
  };
  const found = [
    ...new Set([...own.flatMap((one) => (one === null ? [] : [one.replace(/[.:;,]+$/, '')])), ...wordings[variant]]),
  ].filter(fits);
  const [primary = 'A short note to you', ...alternatives] = found;
  return { primary, alternatives: alternatives.slice(0, 2) };
};
