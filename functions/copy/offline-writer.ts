import type { Brief, Writer, Written } from './brief.ts';
import { VARIANTS, type Variant } from './contract.ts';
import { chooseBy, shuffleBy } from './experiment.ts';
import { offlineFollowUp } from './follow-up.ts';
import type { Part } from './mail-parts.ts';
import * as parts from './mail-parts.ts';
import { countWords, spokenName, wordsOf } from './prose.ts';
import { companyFacts, type Fact, findingFacts, searchFacts } from './recipient-facts.ts';
import { greeting, signOff } from './salutation.ts';
import { siteFacts } from './site-facts.ts';
import { subjectLine } from './subject-line.ts';

export const OFFLINE_WRITER = 'offline writer';

/** Between these a draft is filled up and cut; the guard's limits (50–100) lie a little outside. */
const ENOUGH_WORDS = 62;
const MOST_WORDS = 96;

/** A mail as paragraphs of parts; `drop` tells which part goes first when the mail is too long (0 stays). */
type Slot = Readonly<{ paragraph: number; part: Part | undefined; drop: number }>;

/** What colleagues have been told already: people of one company may lay their mails side by side. */
type Taken = Readonly<{ facts: Set<string>; subjects: Set<string> }>;

/** Writes without a model: true sentences about the recipient, the offer's own sentences, one question, in an order and wording of the seed's choice. */
export const createOfflineWriter = (): Writer => (briefs) => {
  const told = new Map<string, Taken>();
  const takenBy = (key: string): Taken => {
    const known = told.get(key) ?? { facts: new Set(), subjects: new Set() };
    told.set(key, known);
    return known;
  };
  return Promise.resolve(
    briefs.map((brief) => ({
      drafts: VARIANTS.map((variant) => draftOf(brief, variant, takenBy(`${brief.company.domain} ${variant}`))),
      costMicroUsd: 0,
      warning: null,
    })),
  );
};

const draftOf = (brief: Brief, variant: Variant, taken: Taken): Written => {
  const seeded = { ...brief, seed: `${brief.seed}/${brief.company.domain}/${variant}` };
  const fact = chooseFact(seeded, taken.facts);
  const slots = fill(plan(seeded, variant, fact), reserve(seeded, variant));
  const first = {
    subject: subjectLine(seeded, variant, fact, taken.subjects),
    body: layOut(slots),
    evidence: slots.flatMap(({ part }) =>
      part === undefined ? [] : [{ sentence: part.text, about: part.about, evidenceIds: [...part.evidenceIds] }],
    ),
  };
  if (fact !== undefined) taken.facts.add(nameOf(fact));
  taken.subjects.add(first.subject);
  return { variant, ...first, writer: OFFLINE_WRITER, followUp: offlineFollowUp(seeded, variant, first) };
};

const nameOf = ({ evidenceIds }: Fact): string => evidenceIds.join(' ');

/** What the mail opens with: the recipient's own website before what a directory says, and that before an opening for a job or how the company was found. */
const chooseFact = (brief: Brief, taken: ReadonlySet<string>): Fact | undefined => {
  const site = siteFacts(brief.passages, spokenName(brief.company.name));
  const telling = site.filter(({ kind }) => kind !== 'job');
  const company = companyFacts(brief);
  const groups = [findingFacts(brief), [...telling, ...company.slice(0, 1)], site, [...company, ...searchFacts(brief)]];
  const fresh = groups.map((facts) => facts.filter((fact) => !taken.has(nameOf(fact))));
  const [first, ...rest] = [...fresh, ...groups].find(({ length }) => length > 0) ?? [];
  return first === undefined ? undefined : chooseBy(brief.seed, 'fact', [first, ...rest]);
};

/** Sentences of the offer in the seed's order, but what makes the mail too long comes last. */
const offered = ({ offer, seed }: Brief, kind: 'problems' | 'benefits' | 'proof'): readonly number[] => {
  const order = shuffleBy(
    seed,
    kind,
    offer[kind].map((_, at) => at),
  );
  return [...order].sort((a, b) => Number(isLong(offer[kind][a])) - Number(isLong(offer[kind][b])));
};
const isLong = (sentence: string | undefined): boolean => countWords(sentence ?? '') > 26;

/** The benefits, those that speak of the same thing as the problem first: an answer should answer. */
const answering = (brief: Brief, problem: number): readonly number[] => {
  const asked = brief.offer.problems[problem] ?? '';
  const nearness = (at: number): number => likeness(asked, brief.offer.benefits[at] ?? '') + (at === problem ? 0.1 : 0);
  return [...offered(brief, 'benefits')].sort((a, b) => nearness(b) - nearness(a));
};

/** The benefits, those first that do not say again what the introduction says. */
const adding = (brief: Brief): readonly number[] =>
  [...offered(brief, 'benefits')].sort((a, b) => Number(repeats(brief, a)) - Number(repeats(brief, b)));
const repeats = ({ offer }: Brief, at: number): boolean => likeness(offer.oneLiner, offer.benefits[at] ?? '') > 0.3;

const stems = (text: string): ReadonlySet<string> =>
  new Set(
    wordsOf(text.toLowerCase())
      .filter((word) => word.length > 3)
      .map((word) => word.slice(0, 5)),
  );
const likeness = (a: string, b: string): number => {
  const [first, second] = [stems(a), stems(b)];
  return [...first].filter((stem) => second.has(stem)).length / Math.max(1, Math.min(first.size, second.size));
};

const plan = (brief: Brief, variant: Variant, fact: Fact | undefined): readonly Slot[] => {
  const { seed } = brief;
  const [problem = 0] = offered(brief, 'problems');
  const [answer = 0] = answering(brief, problem);
  const [benefit = 0] = adding(brief);
  const slot = (paragraph: number, part: Part | undefined, drop = 0): Slot => ({ paragraph, part, drop });
  const start = [slot(0, greeting(brief)), slot(1, parts.opening(fact, seed))];
  const end = [slot(3, parts.reportLine(brief)), slot(4, parts.callToAction(brief)), slot(5, signOff(brief))];
  switch (variant) {
    case 'problem':
      return [
        ...start,
        slot(1, fact === undefined ? undefined : parts.bridge(brief, problem), 1),
        slot(2, parts.problem(brief, problem)),
        slot(2, parts.takeUp(brief), 2),
        slot(2, parts.benefit(brief, answer)),
        ...end,
      ];
    case 'benefit':
      return [...start, ...argued(brief, benefit), ...end];
    case 'question':
      return [
        ...start,
        slot(1, parts.questionBridge(brief, problem), 1),
        slot(2, parts.problem(brief, problem)),
        slot(2, parts.familiar(brief)),
        slot(3, parts.takeUp(brief), 2),
        slot(3, parts.benefit(brief, answer)),
        ...end,
      ];
  }
};

/** What is offered, what the recipient gains by it, and how that is known: by a place to look it up or by what others got of it. */
const argued = (brief: Brief, benefit: number): readonly Slot[] => {
  const slot = (paragraph: number, part: Part | undefined, drop = 0): Slot => ({ paragraph, part, drop });
  const [proof] = offered(brief, 'proof');
  const role = slot(1, parts.roleLine(brief), 2);
  const introduction = slot(2, parts.introduction(brief), 3);
  const gain = slot(2, parts.benefit(brief, benefit));
  const link = slot(2, parts.linkLine(brief), 1);
  if (proof === undefined) return [role, introduction, gain, link];
  const known = slot(3, parts.proof(brief, proof), 1);
  return chooseBy(brief.seed, 'argument', [
    [role, introduction, gain, link],
    [introduction, gain, known],
    [role, introduction, { ...known, paragraph: 2, drop: 0 }],
  ]);
};

/** What a short mail is filled up with, best first. */
const reserve = (brief: Brief, variant: Variant): readonly Slot[] => {
  const [proof] = offered(brief, 'proof');
  const [, second] = offered(brief, 'benefits');
  const slot = (paragraph: number, part: Part | undefined): Slot => ({ paragraph, part, drop: 1 });
  const known = variant === 'benefit' ? [] : [slot(1, parts.roleLine(brief))];
  const claims = [
    slot(3, proof === undefined ? undefined : parts.proof(brief, proof)),
    slot(3, second === undefined ? undefined : parts.benefit(brief, second)),
  ];
  return [
    ...shuffleBy(brief.seed, 'reserve', [...claims, ...known]),
    slot(4, parts.courtesy(brief)),
    slot(1, parts.hiringLine(brief)),
    slot(3, variant === 'benefit' ? undefined : parts.introduction(brief)),
    slot(4, parts.patience(brief.seed)),
  ];
};

const wordsIn = (slots: readonly Slot[]): number =>
  slots.reduce((sum, { part }) => sum + countWords(part?.text ?? ''), 0);

/** Adds from the reserve until there are enough words, and drops what may go while there are too many. */
const fill = (planned: readonly Slot[], extra: readonly Slot[]): readonly Slot[] => {
  let slots: readonly Slot[] = planned.filter(({ part }) => part !== undefined);
  for (const drop of [1, 2, 3]) if (wordsIn(slots) > MOST_WORDS) slots = slots.filter((slot) => slot.drop !== drop);
  for (const more of extra) {
    const words = wordsIn(slots);
    if (words >= ENOUGH_WORDS) break;
    if (more.part !== undefined && words + countWords(more.part.text) <= MOST_WORDS) slots = insert(slots, more);
  }
  return slots;
};

/** At the end of its paragraph; a courtesy follows the call to action, everything else of the last paragraph comes before the sign-off. */
const insert = (slots: readonly Slot[], more: Slot): readonly Slot[] => {
  const at = slots.findIndex(({ paragraph }) => paragraph > more.paragraph);
  return at === -1 ? [...slots, more] : [...slots.slice(0, at), more, ...slots.slice(at)];
};

const layOut = (slots: readonly Slot[]): string =>
  [...Map.groupBy(slots, ({ paragraph }) => paragraph).values()]
    .map((paragraph) => paragraph.map(({ part }) => part?.text ?? '').join(' '))
    .join('\n\n');
