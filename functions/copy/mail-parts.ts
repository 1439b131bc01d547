import type { Brief } from './brief.ts';
import type { SentenceEvidence } from './contract.ts';
import { chooseBy } from './experiment.ts';
import { countWords, endWith, spokenName, withoutEnd, wordsOf } from './prose.ts';
import type { Fact } from './recipient-facts.ts';

/** One sentence (or two that belong together) of a mail with what it rests on. */
export type Part = Readonly<{ text: string; about: SentenceEvidence['about']; evidenceIds: readonly string[] }>;

export const neither = (text: string): Part => ({ text, about: 'neither', evidenceIds: [] });
const sender = (text: string, ...evidenceIds: string[]): Part => ({ text, about: 'sender', evidenceIds });

export const opening = (fact: Fact | undefined, seed: string): Part =>
  fact === undefined
    ? neither(
        chooseBy(seed, 'stranger', [
          'We have not met, so I will keep this short.',
          'You do not know me, so I will be brief.',
          'This is a first mail, so I will keep it short.',
        ]),
      )
    : { text: endWith(chooseBy(seed, 'wording', fact.wordings)), about: 'recipient', evidenceIds: fact.evidenceIds };

/** Whom it is natural to call the person to ask. */
const ASKABLE: readonly Brief['prospect']['seniority'][] = [
  'owner',
  'founder',
  'c_suite',
  'partner',
  'vp',
  'head',
  'director',
  'manager',
];

/** Why this person, when a title is known that reads well in a sentence. */
export const roleLine = ({ prospect, seed }: Brief): Part | undefined => {
  const title = prospect.title?.trim() ?? '';
  // A title that the reader of an English sentence would stumble over stands better nowhere.
  if (!/^[\p{Script=Latin}\p{N}\p{P}\p{S}\s]+$/u.test(title)) return undefined;
  if (title === '' || countWords(title) > 6 || title.length > 50 || /[.;:]$|[|<>{}()[\]"]/.test(title))
    return undefined;
  const last = [
    `I chose you because you are listed as ${title}.`,
    `I am writing to you because you are listed as ${title}.`,
  ] as const;
  // A title with a comma stands at the end, where the comma does not divide the sentence.
  const any = [
    ...last,
    `As ${title}, you may be the person to ask.`,
    `You are listed as ${title}, so this comes to you.`,
  ] as const;
  return {
    text: chooseBy(seed, 'role', title.includes(',') || !ASKABLE.includes(prospect.seniority) ? last : any),
    about: 'recipient',
    evidenceIds: ['contact:title'],
  };
};

export const hiringLine = ({ company, seed }: Brief): Part | undefined =>
  company.hiring === true
    ? {
        text: chooseBy(seed, 'hiring', [
          'I also saw that you are hiring.',
          'You are hiring too, I see.',
          'And I noticed that you are hiring.',
        ]),
        about: 'recipient',
        evidenceIds: ['company:hiring'],
      }
    : undefined;

/** One of several that shares no word with what follows it: "One question. One question left open …" is heard as a slip. */
const besides = (next: string, seed: string, key: string, wordings: readonly [string, ...string[]]): string => {
  const following = new Set(wordsOf(next.toLowerCase()).filter((word) => word.length > 4));
  const [first = wordings[0], ...rest] = wordings.filter(
    (one) => !wordsOf(one.toLowerCase()).some((word) => following.has(word)),
  );
  return chooseBy(seed, key, [first, ...rest]);
};

/** Leads from what was read to what is on the sender's mind, without claiming that the one caused the other. */
export const bridge = ({ offer, seed }: Brief, problem: number): Part =>
  neither(
    besides(offer.problems[problem] ?? '', seed, 'bridge', [
      'Here is why I am writing.',
      'One thought from the outside.',
      'Now to why I am writing.',
      'I will come straight to my point.',
      'My point is a small one.',
      'Let me add one thought.',
    ]),
  );

export const questionBridge = ({ offer, seed }: Brief, problem: number): Part =>
  neither(
    besides(offer.problems[problem] ?? '', seed, 'bridge', [
      'There is one thing I would like to know.',
      'I have one question.',
      'One question from the outside.',
      'I would like to put a question to you.',
      'I wonder about one thing.',
    ]),
  );

export const problem = ({ offer }: Brief, at: number): Part =>
  sender(endWith(offer.problems[at] ?? ''), `offer:problems.${at}`);
export const benefit = ({ offer }: Brief, at: number): Part =>
  sender(endWith(offer.benefits[at] ?? ''), `offer:benefits.${at}`);
export const proof = ({ offer }: Brief, at: number): Part =>
  sender(endWith(offer.proof[at] ?? ''), `offer:proof.${at}`);

/** A product that is named by what it is takes an article ("the Acme website review"), a brand does not ("Throughline"). */
const named = (product: string): string =>
  /\s\p{Ll}[^\s]*$/u.test(product) && !/^(?:the|our|an?)\s/i.test(product) ? `the ${product}` : product;
const upperFirst = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Says what takes the problem up, so that the sentences after it have something to speak of. */
export const takeUp = ({ offer, seed }: Brief): Part => {
  const product = named(offer.product);
  const wordings = [
    `That is what ${product} is for.`,
    `We made ${product} for this.`,
    `This is where ${product} comes in.`,
  ] as const;
  return sender(
    chooseBy(
      seed,
      'takeUp',
      product === offer.product ? wordings : [...wordings, `${upperFirst(product)} is our answer to that.`],
    ),
    'offer:product',
  );
};

export const familiar = ({ company, seed }: Brief): Part => {
  const name = spokenName(company.name);
  return neither(
    chooseBy(seed, 'familiar', [
      `Is that so at ${name} too?`,
      `Does that sound familiar at ${name}?`,
      `Do you see this at ${name} as well?`,
      `Is this something you know at ${name}?`,
      `Would you say that holds for ${name}?`,
    ]),
  );
};

/** What is offered, as a sentence: a one-liner that is only a noun phrase gets a beginning. */
export const introduction = ({ offer, seed }: Brief): Part => {
  const line = withoutEnd(offer.oneLiner);
  const text = /^(?:an?|the|our)\s/i.test(line)
    ? `${chooseBy(seed, 'introduction', ['What we offer is', 'Our offer is', 'What I can offer is'])} ${lowerArticle(line)}`
    : /^(?:we|i)\s/i.test(line) || line.toLowerCase().startsWith(offer.product.toLowerCase())
      ? line
      : `${chooseBy(seed, 'introduction', ['In short, what we do:', 'What we offer, in a line:', 'Our work in a line:'])} ${line}`;
  return sender(endWith(text), 'offer:oneLiner');
};

const lowerArticle = (line: string): string => line.replace(/^(An?|The|Our)\s/, (article) => article.toLowerCase());

export const linkLine = ({ offer }: Brief): Part | undefined =>
  offer.link === undefined ? undefined : sender(`The details are at ${offer.link}`, 'offer:link');

/** Where the recipient's own findings stand, when the campaign offers the report. */
export const reportLine = ({ report, seed }: Brief): Part | undefined =>
  report === undefined
    ? undefined
    : sender(
        `${chooseBy(seed, 'reportLine', ['The first findings are here:', 'The first findings are on one page:', 'What was found first is here:'])} ${report.link}`,
        'report:link',
      );

export const callToAction = ({ offer }: Brief): Part => sender(endWith(offer.callToAction), 'offer:callToAction');

export const courtesy = ({ company, seed }: Brief): Part =>
  neither(
    chooseBy(seed, 'courtesy', [
      'If the timing is wrong, simply leave it.',
      'If this is not for you, no answer is needed.',
      'If not, I will not take more of your time.',
      'A plain no is a good answer too.',
      `If it is of no use to ${spokenName(company.name)}, forget this mail.`,
    ]),
  );

export const patience = (seed: string): Part =>
  neither(
    chooseBy(seed, 'patience', [
      'I have kept this short so that you can decide in a minute.',
      'I know your day is full, so I will leave it at this.',
      'You will know best whether this is worth a minute of your day.',
    ]),
  );

/** Recalls the first mail: what it was about, without claiming that it was read. */
export const reminder = ({ offer, seed }: Brief): Part => {
  const product = named(offer.product);
  return sender(
    chooseBy(seed, 'reminder', [
      `A few days ago I wrote about ${product}.`,
      `My mail of a few days ago was about ${product}.`,
      `I wrote some days ago about ${product}.`,
      `This follows my mail about ${product}.`,
    ]),
    'offer:product',
  );
};

/** For whoever got the mail though it is somebody else's work. */
export const otherPerson = ({ company, seed }: Brief): Part => {
  const name = spokenName(company.name);
  return neither(
    chooseBy(seed, 'otherPerson', [
      `If this is for somebody else at ${name}, a name is enough.`,
      'If I should ask somebody else, please say whom.',
      `If another person at ${name} looks after this, a line is enough.`,
    ]),
  );
};
