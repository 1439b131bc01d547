import type { Brief, Written } from './brief.ts';
import type { Variant } from './contract.ts';
import { shuffleBy } from './experiment.ts';
import { MOST_FOLLOW_UP_WORDS } from './guards.ts';
import type { Part } from './mail-parts.ts';
import * as parts from './mail-parts.ts';
import { comparable, countWords } from './prose.ts';
import { greeting, signOff } from './salutation.ts';

const WAIT_DAYS = 4;
/** A little below the guard's limit. */
const MOST_WORDS = MOST_FOLLOW_UP_WORDS - 2;
const FEWEST_WORDS = 34;

type First = Pick<Written, 'subject' | 'body' | 'evidence'>;
type Angle = Readonly<{ kind: 'proof' | 'benefits' | 'problems'; at: number }>;

/** Which arguments a follow-up brings first: the one that its mail is weakest in. */
const PREFERRED: Readonly<Record<Variant, readonly Angle['kind'][]>> = {
  problem: ['proof', 'benefits', 'problems'],
  benefit: ['proof', 'problems', 'benefits'],
  question: ['benefits', 'proof', 'problems'],
};

/** The follow-up to a mail: a line about the first, one argument that the first did not use, the same question. */
export const offlineFollowUp = (brief: Brief, variant: Variant, first: First): Written['followUp'] => {
  const seeded = { ...brief, seed: `${brief.seed}/follow-up` };
  const frame = [greeting(brief), parts.reminder(seeded), parts.callToAction(brief), signOff(brief)] as const;
  const [hello, reminder, ask, close] = frame;
  const room = MOST_WORDS - frame.reduce((sum, { text }) => sum + countWords(text), 0);
  const angle = chooseAngle(seeded, variant, first, room);
  const middle = angle === undefined ? [parts.otherPerson(seeded)] : [angle];
  const used = MOST_WORDS - room + middle.reduce((sum, { text }) => sum + countWords(text), 0);
  const more = used < FEWEST_WORDS && angle !== undefined ? [parts.otherPerson(seeded)] : [];
  const paragraphs: readonly (readonly Part[])[] = [[hello], [reminder, ...middle], [ask, ...more], [close]];
  return {
    subject: first.subject,
    body: paragraphs.map((paragraph) => paragraph.map(({ text }) => text).join(' ')).join('\n\n'),
    evidence: paragraphs
      .flat()
      .map(({ text, about, evidenceIds }) => ({ sentence: text, about, evidenceIds: [...evidenceIds] })),
    waitDays: WAIT_DAYS,
  };
};

/** The best argument that the first mail did not use and that fits; undefined when there is none. */
const chooseAngle = (brief: Brief, variant: Variant, first: First, room: number): Part | undefined => {
  const said = comparable(first.body);
  const unused = PREFERRED[variant].flatMap((kind) =>
    shuffleBy(
      brief.seed,
      kind,
      brief.offer[kind].map((_, at) => ({ kind, at })),
    ),
  );
  return unused
    .map((angle) => angleOf(brief, angle))
    .find(({ text }) => countWords(text) <= room && !said.includes(comparable(text)));
};

const angleOf = (brief: Brief, { kind, at }: Angle): Part => {
  switch (kind) {
    case 'proof':
      return parts.proof(brief, at);
    case 'benefits':
      return parts.benefit(brief, at);
    case 'problems':
      return parts.problem(brief, at);
  }
};
