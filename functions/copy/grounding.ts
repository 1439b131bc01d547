import { type Brief, evidenceOf } from './brief.ts';
import type { SentenceEvidence } from './contract.ts';
import { comparable, spokenName, wordsOf } from './prose.ts';

/**
 * Words with which a sentence is built but which claim nothing about its subject: they need no evidence. What is not here, has four letters or more and does not
 * occur in the evidence is an assertion that nothing stands behind.
 */
const BUILDING_WORDS = new Set(
  `about above across after again against almost along already also although always among another anything around aside asked away because been before begins beginning behind being below beside best
  better between both bring brings brought came careers chose chosen close come comes coming company companies could days described description dear each else even ever every everything figure first
  following found from further gave gets gives going have having hear hello here home however idea interest into introduced just keep kind know known last later least less like likely line lines list listed
  lists little long look looked looking made mail make makes many matter maybe mean means mention mentioned mine more most much must need needs never news next none note noted nothing noticed offer often once
  only open opening opens other others ours over page pages part parts people perhaps person place please point possible probably puts quite rather read reading really regarding right said same says
  seem seems seen sentence several shall short should show shows since site sites some somebody someone something sort start started starts still such suppose sure take takes talk team tell tells than thank that their
  them themselves then there these they thing things think this those though thought through time title today together told toward true under understand until upon upwards used very want wants website well went were what when where
  whether which while whole whom whose will with within without wonder word words work works would write writes writing written wrote year years your yours yourself yourselves opened came`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
/** Share of a claim's own words that must occur in what it cites. */
const LEAST_SUPPORT = 0.6;

/** What is wrong with a draft's claims, sentence by sentence; empty when every claim rests on what it cites. */
export const ungrounded = (brief: Brief, body: string, evidence: readonly SentenceEvidence[]): readonly string[] => {
  const known = evidenceOf(brief);
  const problems = evidence.flatMap((entry) => {
    const problem = judge(brief, known, entry);
    return problem === undefined ? [] : [`"${entry.sentence.slice(0, 60)}": ${problem}`];
  });
  const missing = uncovered(body, evidence);
  return missing === '' ? problems : [...problems, `no evidence entry covers "${missing.slice(0, 60)}"`];
};

const judge = (
  brief: Brief,
  known: ReadonlyMap<string, string>,
  { sentence, about, evidenceIds }: SentenceEvidence,
): string | undefined => {
  const unknown = evidenceIds.find((id) => !known.has(id));
  if (unknown !== undefined) return `cites ${unknown}, which is not known`;
  switch (about) {
    case 'recipient':
      return evidenceIds.length === 0
        ? 'states something about the recipient without evidence'
        : unsupported(brief, sentence, cited(known, evidenceIds));
    case 'sender':
      return evidenceIds.some((id) => id.startsWith('offer:') || id.startsWith('sender:'))
        ? unsupportedFigures(withoutNames(brief, sentence), cited(known, evidenceIds))
        : 'says something of the sender that is not in the offer';
    case 'neither':
      return assertsSomething(brief, sentence);
  }
};

const cited = (known: ReadonlyMap<string, string>, ids: readonly string[]): string =>
  ids.map((id) => known.get(id) ?? '').join('\n');

/** Quotations must stand in the evidence word for word; figures, names and most other words must occur in it. */
const unsupported = (brief: Brief, sentence: string, evidence: string): string | undefined => {
  const source = comparable(evidence);
  const quotes = [...comparable(sentence).matchAll(/"([^"]+)"/g)].map(([, quote = '']) => quote);
  const wrong = quotes.find((quote) => !source.replaceAll('"', "'").includes(quote.replace(/[.!?]$/, '')));
  if (wrong !== undefined) return `quotes "${wrong.slice(0, 40)}", which its evidence does not say`;
  const rest = sentence.replace(/["“”][^"“”]*["“”]/g, ' ');
  const figures = unsupportedFigures(withoutNames(brief, rest), evidence);
  if (figures !== undefined) return figures;
  const names = comparable(
    `${brief.company.name} ${spokenName(brief.company.name)} ${brief.prospect.firstName ?? ''} ${brief.prospect.lastName ?? ''}`,
  );
  const own = wordsOf(rest).filter(
    (word) => word.length > 3 && !BUILDING_WORDS.has(word.toLowerCase()) && !names.includes(comparable(word)),
  );
  const missing = own.filter((word) => !mentions(source, word));
  const name = missing.find((word) => /^\p{Lu}/u.test(word) && !rest.trimStart().startsWith(word));
  if (name !== undefined) return `names ${name}, which its evidence does not`;
  if (own.length === 0 || missing.length / own.length <= 1 - LEAST_SUPPORT) return undefined;
  return `says "${missing.slice(0, 3).join(', ')}", which its evidence does not`;
};

/** A figure that is part of a name ("1stCollab", "K12") claims nothing. */
const withoutNames = ({ company, sender, offer }: Brief, text: string): string =>
  [company.name, spokenName(company.name), offer.product, sender.name].reduce(
    (rest, name) => rest.replaceAll(name, ' '),
    text,
  );

const unsupportedFigures = (text: string, evidence: string): string | undefined => {
  const source = new Set(figuresOf(evidence));
  const missing = figuresOf(text).find((figure) => !source.has(figure));
  return missing === undefined ? undefined : `gives the figure ${missing}, which its evidence does not`;
};
const figuresOf = (text: string): readonly string[] =>
  (text.match(/\d+(?:[.,]\d+)*/g) ?? []).map((figure) => figure.replaceAll(',', ''));

/** Whether a text holds a word, or one with the same stem. */
const mentions = (source: string, word: string): boolean => {
  const plain = comparable(word);
  return source.includes(plain) || (plain.length >= 6 && source.includes(plain.slice(0, -2)));
};

/** A courtesy or question claims nothing: it holds no figure, no quotation and no name that is not the recipient's or sender's. */
const assertsSomething = (brief: Brief, sentence: string): string | undefined => {
  if (/\d/.test(withoutNames(brief, sentence))) return 'gives a figure without evidence';
  if (/["“”]/.test(sentence)) return 'quotes without evidence';
  const allowed = comparable(
    `${brief.company.name} ${brief.prospect.firstName ?? ''} ${brief.prospect.lastName ?? ''} ${brief.sender.name} ${brief.offer.product}`,
  );
  const name = sentence
    .split(/[.!?\n]\s*/)
    .flatMap((part) => wordsOf(part).slice(1))
    .find((word) => /^\p{Lu}\p{Ll}/u.test(word) && !allowed.includes(comparable(word)));
  return name === undefined ? undefined : `names ${name} without evidence`;
};

/** The first words of the body that no entry's sentence holds: nothing may be said beside the evidence. */
const uncovered = (body: string, evidence: readonly SentenceEvidence[]): string => {
  let rest = comparable(body);
  for (const sentence of evidence.map((entry) => comparable(entry.sentence)).sort((a, b) => b.length - a.length))
    if (sentence !== '') rest = rest.replace(sentence, ' | ');
  return (
    rest
      .split('|')
      .map((part) => part.trim())
      .find((part) => wordsOf(part).length > 0) ?? ''
  );
};
