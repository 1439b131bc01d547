import { type Brief, evidenceOf } from './brief.ts';
import type { SentenceEvidence } from './contract.ts';
import { comparable, spokenName, wordsOf } from './prose.ts';
import { speaksToModels } from './untrusted-text.ts';

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
  whether which while whole whom whose will with within without wonder word words work works would write writes writing written wrote year years your yours yourself yourselves opened came answer answers details wrote ago follow follows`
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
  if (evidenceIds.some((id) => speaksToModels(known.get(id) ?? '')))
    return 'cites a text that speaks to language models';
  switch (about) {
    case 'recipient':
      if (evidenceIds.length === 0) return 'states something about the recipient without evidence';
      if (evidenceIds.some(isOurs)) return 'rests a statement about the recipient on what the sender says';
      return unsupported(brief, sentence, cited(known, evidenceIds));
    case 'sender': {
      if (!evidenceIds.some(isOurs)) return 'says something of the sender that is not in the offer';
      const source = cited(known, evidenceIds);
      if (speaksOf(brief, sentence) && !/\byou/i.test(source) && !evidenceIds.some((id) => !isOurs(id)))
        return 'states something about the recipient as if it were about the sender';
      return unsupported(brief, sentence, source);
    }
    case 'neither':
      return assertsSomething(brief, known, sentence);
  }
};

/** Evidence that is the sender's own word. */
const isOurs = (id: string): boolean => /^(?:offer|sender|report):/.test(id);

/** Whether a sentence speaks of the recipient. */
const speaksOf = ({ company, offer, sender }: Brief, sentence: string): boolean => {
  const own = [offer.product, sender.name].reduce(
    (rest, name) => rest.replaceAll(name, ' '),
    sentence.replace(/https?:\S+/g, ' '),
  );
  if (/\b(?:you|your|yours|yourself)\b/i.test(own)) return true;
  const name = wordsOf(spokenName(company.name)).join(' ');
  return name !== '' && ` ${wordsOf(own).join(' ')} `.includes(` ${name} `);
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

/**
 * Words of courtesies and of questions, beside the building words: what may be said without evidence. A sentence that is given out as a courtesy and holds more than one
 * other word, or one about the recipient, asserts something.
 */
const COURTESY_WORDS = new Set(
  `afternoon answer answers apologies apologize attention better bother brief briefly busy care colleague colleagues concern consider courtesy curious decide decision different direct disturb does doing done doubt easy enough
  evening exactly familiar fair familiarity feel fine forget forgive forward free full glad good gladly grateful handle handles happy hear heard hesitate holds honest hope however important interested interrupt
  introduce kept leave leaves letter line little looks mail mails matter message messages mind minute minutes moment month morning move moved name needed news nice note obliged occurs once open ours outside pardon patience perhaps plain
  plainly point possible pointless prefer pressing question questions quick quickly quiet quietly reach reason regards relevant remind reply respect responsible right said same save seem sense short shortly simple simply
  since small soon sorry sound sounds spare speak stop straight stranger strangers suit suits tell thank thanks that thought thoughts timing today tomorrow trouble turn understand useful usual week weeks welcome
  while wish wonder wondering wrong word words worth write writing yourself best kind wishes regard dear hello cordial`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** A courtesy or question claims nothing: it holds no figure, no quotation, no name that is not the recipient's or sender's, and nothing that is not known. */
const assertsSomething = (brief: Brief, known: ReadonlyMap<string, string>, sentence: string): string | undefined => {
  if (/\d/.test(withoutNames(brief, sentence))) return 'gives a figure without evidence';
  if (/["“”]/.test(sentence)) return 'quotes without evidence';
  const allowed = comparable(
    `${brief.company.name} ${brief.prospect.firstName ?? ''} ${brief.prospect.lastName ?? ''} ${brief.sender.name} ${brief.offer.product}`,
  );
  const name = sentence
    .split(/[.!?\n]\s*/)
    .flatMap((part) => wordsOf(part).slice(1))
    .find((word) => /^\p{Lu}\p{Ll}/u.test(word) && !allowed.includes(comparable(word)));
  if (name !== undefined) return `names ${name} without evidence`;
  const own = wordsOf(sentence).filter((word) => {
    const plain = word.toLowerCase();
    return (
      word.length > 3 && !BUILDING_WORDS.has(plain) && !COURTESY_WORDS.has(plain) && !allowed.includes(comparable(word))
    );
  });
  // A question about the problem may use the problem's words; a statement about the recipient must say where it is from.
  const isQuestion = /\?\s*$/.test(sentence);
  const source = comparable(
    (isQuestion ? [...known] : [...known].filter(([id]) => isOurs(id))).map(([, text]) => text).join('\n'),
  );
  const missing = own.filter((word) => !mentions(source, word));
  const most = isQuestion || speaksOf(brief, sentence) ? 0 : 1;
  return missing.length <= most ? undefined : `asserts "${missing.slice(0, 3).join(', ')}" without evidence`;
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
