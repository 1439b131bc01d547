import type { Brief } from './brief.ts';
import type { Variant } from './contract.ts';
import { chooseBy } from './experiment.ts';
import { countWords, spokenName } from './prose.ts';
import type { Fact } from './recipient-facts.ts';
import { callName } from './salutation.ts';

export const FEWEST_SUBJECT_WORDS = 3;
export const MOST_SUBJECT_WORDS = 6;
export const LONGEST_SUBJECT = 60;

export const fitsSubject = (text: string): boolean => {
  const words = countWords(text);
  return words >= FEWEST_SUBJECT_WORDS && words <= MOST_SUBJECT_WORDS && text.length <= LONGEST_SUBJECT;
};

/** A subject that says truly what the mail is: about whom, and that it is a thought, an offer or a question. */
export const subjectLine = (
  { company, prospect, offer, seed }: Brief,
  variant: Variant,
  fact: Fact | undefined,
  /** Subjects of colleagues, who may lay their mails side by side. */
  taken: ReadonlySet<string> = new Set(),
): string => {
  const name = spokenName(company.name);
  const first = callName(prospect.firstName);
  const product = offer.product;
  const topic = fact?.topic ?? null;
  const wordings: Readonly<Record<Variant, readonly string[]>> = {
    problem: [
      ...(topic === null ? [] : [`Your page on ${topic}`, `A thought on ${topic}`]),
      `A thought for ${name}`,
      `One thought for ${name}`,
      `A short note to ${name}`,
      `A few lines for ${name}`,
      ...(first === null ? [] : [`${first}, one thought for ${name}`, `A few lines for you, ${first}`]),
    ],
    benefit: [
      ...(topic === null ? [] : [`Reading about ${topic}`]),
      `${product} for ${name}`,
      `An idea for ${name}`,
      `Something for ${name} to consider`,
      `An offer for ${name}`,
      ...(first === null ? [] : [`${first}, an idea for ${name}`]),
    ],
    question: [
      ...(topic === null ? [] : [`A question about ${topic}`]),
      `A question about ${name}`,
      `One question for ${name}`,
      ...(first === null ? [] : [`${first}, a question about ${name}`, `A question for you, ${first}`]),
      `How is it at ${name}?`,
    ],
  };
  const fitting = wordings[variant].filter(fitsSubject);
  const fresh = fitting.filter((one) => !taken.has(one));
  const [head, ...tail] = fresh.length === 0 ? fitting : fresh;
  return head === undefined ? FALLBACK[variant] : chooseBy(seed, `subject ${variant}`, [head, ...tail]);
};

/** For names too long to stand in a subject. */
const FALLBACK: Readonly<Record<Variant, string>> = {
  problem: 'A thought from the outside',
  benefit: 'An idea for your team',
  question: 'A short question for you',
};
