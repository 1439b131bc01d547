import type { Brief, Written } from './brief.ts';
import type { Draft } from './contract.ts';
import { ungrounded } from './grounding.ts';
import { comparable, countWords, sentencesOf, spokenName } from './prose.ts';
import { readingGrade } from './reading-level.ts';
import { SPAM_LIMIT, spamScore } from './spam-phrases.ts';
import { FEWEST_SUBJECT_WORDS, LONGEST_SUBJECT, MOST_SUBJECT_WORDS } from './subject-line.ts';

export const FEWEST_WORDS = 50;
export const MOST_WORDS = 100;
const MOST_LINKS = 2;
const HIGHEST_GRADE = 12;

/** Why a draft fails, or undefined when it passes. Pure: the same draft and brief always give the same answer. */
type Guard = (draft: Written, brief: Brief) => string | undefined;

const bodyLength: Guard = ({ body }) => {
  const words = countWords(body);
  return words >= FEWEST_WORDS && words <= MOST_WORDS
    ? undefined
    : `${words} words, must be ${FEWEST_WORDS} to ${MOST_WORDS}`;
};

const subjectLength: Guard = ({ subject }) => {
  const words = countWords(subject);
  if (words < FEWEST_SUBJECT_WORDS || words > MOST_SUBJECT_WORDS)
    return `${words} words, must be ${FEWEST_SUBJECT_WORDS} to ${MOST_SUBJECT_WORDS}`;
  return subject.length <= LONGEST_SUBJECT ? undefined : `${subject.length} characters, at most ${LONGEST_SUBJECT}`;
};

/** Sentences that ask the reader to do or allow something. */
const ASKS =
  /^(?:shall i|can i|may i|could i|can we|could we|shall we|should i|should we|may we|would you (?:be|like|have|mind)|would it|would a|would an|are you (?:open|free|available|up)|do you have (?:time|a|\d)|is it worth|worth |open to|how about|what about|mind if|let me know|let us know|book|schedule|reply|click|call|download|sign up|register|check out|visit|send me|write to me|drop me|get in touch|contact|tell me|grab|pick a|reserve|start your)\b/i;

const oneCallToAction: Guard = ({ body }, { offer }) => {
  const own = comparable(offer.callToAction);
  const text = comparable(body);
  const asked = text.includes(own.replace(/[.!?]$/, '')) ? 1 : 0;
  const others = body
    .split(/\n+/)
    .flatMap(sentencesOf)
    .filter((sentence) => ASKS.test(sentence) && !own.includes(comparable(sentence).replace(/[.!?]$/, ''))).length;
  const count = asked + others;
  return count === 1 ? undefined : `${count} calls to action, must be one`;
};

const fewLinks: Guard = ({ body, subject }) => {
  const links = (`${subject} ${body}`.match(/\b(?:https?:\/\/|www\.)\S+/gi) ?? []).length;
  return links <= MOST_LINKS ? undefined : `${links} links, at most ${MOST_LINKS}`;
};

/** Fields that nobody filled in, of the usual mail merges, and what a program prints for nothing. */
const MERGE_TAG =
  /\{\{|\}\}|\{%|<%|\$\{|\[\[|\]\]|%[A-Z_]{3,}%|\*\|[A-Z]|\[(?:[Ff]irst|[Ll]ast|[Yy]our|[Cc]ompany|[Nn]ame|[Tt]itle|[Ii]nsert|FIRST|LAST|NAME|COMPANY)[^\]]*\]|<(?:first|last|name|company)[^>]*>|\b(?:null|undefined|NaN)\b|\[object /;
const noMergeTag: Guard = ({ body, subject }) => {
  const found = MERGE_TAG.exec(`${subject}\n${body}`);
  return found === null ? undefined : `unresolved "${found[0]}"`;
};

const groundedClaims: Guard = ({ body, evidence }, brief) => {
  const [first, ...more] = ungrounded(brief, body, evidence);
  return first === undefined ? undefined : `${first}${more.length === 0 ? '' : ` (and ${more.length} more)`}`;
};

/** CAN-SPAM § 5(a)(2): a subject must not mislead about what the mail is. A first mail answers nothing and forwards nothing. */
const DECEPTIVE =
  /^\s*(?:re|fw|fwd|aw|wg|sv|tr|antw)\s*(?:\[\d+\])?\s*:|\b(?:invoice|payment due|your (?:order|account|password|subscription|receipt)|security alert|action required|final notice|as (?:discussed|promised|agreed)|our (?:call|meeting|conversation)|following up|confirmation)\b/i;
const honestSubject: Guard = ({ subject }) => {
  const found = DECEPTIVE.exec(subject);
  return found === null ? undefined : `"${found[0].trim()}" misleads on a first mail`;
};

const notSpam: Guard = ({ subject, body }, { company, prospect }) => {
  // A name is not shouted because it is written in capitals, nor an offer of something free because it is called Free.
  const text = [company.name, spokenName(company.name), prospect.title ?? ''].reduce(
    (rest, name) => (name === '' ? rest : rest.replaceAll(name, ' ')),
    `${subject}\n${body}`,
  );
  const { score, found } = spamScore(text);
  return score < SPAM_LIMIT ? undefined : `score ${score} (${found.join(', ')}), must be below ${SPAM_LIMIT}`;
};

const readable: Guard = ({ body }) => {
  const grade = readingGrade(body);
  return grade <= HIGHEST_GRADE ? undefined : `grade ${grade.toFixed(1)}, at most ${HIGHEST_GRADE}`;
};

/** Wherever the company's or the person's name stands, it is spelled as in the source. */
const namesAsInSource: Guard = ({ subject, body }, { company, prospect, sender, offer }) => {
  const text = [sender.name, offer.product]
    .reduce((rest, name) => rest.replaceAll(name, ''), `${subject}\n${body}`)
    .replace(/"[^"]*"/g, '""')
    .replace(/https?:\S+/g, '');
  const firstName = prospect.firstName?.trim() ?? '';
  for (const name of [company.name, spokenName(company.name), firstName]) {
    // Names that are ordinary words ("Every", "Will") also stand in sentences as such.
    if (name.length < 3 || /^\p{Ll}/u.test(name) || !/\p{L}/u.test(name)) continue;
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${escapeRegExp(name)}(?![\\p{L}\\p{N}])`, 'giu');
    const wrong = [...text.matchAll(pattern)]
      .map(([found]) => found)
      .find((found) => found !== name && found !== found.toLowerCase());
    if (wrong !== undefined) return `"${wrong}" is spelled "${name}" in the source`;
  }
  return undefined;
};
const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Nothing that could begin a header or hide a character from the reader. Line feeds are the body's only control characters. */
const noControlCharacters: Guard = ({ subject, body }) => {
  const found = HIDDEN.exec(subject) ?? HIDDEN.exec(body.replaceAll('\n', ''));
  return found === null ? undefined : `U+${(found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
};
/** Controls, format characters (but the joiner within emoji and scripts that need it), line and paragraph separators, lone surrogates. */
const HIDDEN = /(?!\u200d)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/** Every rule of spec/copy.md, "Email writing inside a run", in the order in which a reviewer sees them. */
const GUARDS: readonly (readonly [string, Guard])[] = [
  ['body_length', bodyLength],
  ['subject_length', subjectLength],
  ['one_call_to_action', oneCallToAction],
  ['links', fewLinks],
  ['merge_tags', noMergeTag],
  ['evidence', groundedClaims],
  ['honest_subject', honestSubject],
  ['spam_phrases', notSpam],
  ['reading_level', readable],
  ['names_as_in_source', namesAsInSource],
  ['control_characters', noControlCharacters],
];

/** What each guard says of a draft. */
export const judgeDraft = (draft: Written, brief: Brief): Draft['guards'] =>
  GUARDS.map(([guard, check]) => {
    const reason = check(draft, brief);
    return { guard, passed: reason === undefined, detail: (reason ?? '').slice(0, 200) };
  });

/** The guard that a draft fails first, as a message's reason; undefined when it passes all. */
export const failedGuard = (guards: Draft['guards']): string | undefined => {
  const failed = guards.find(({ passed }) => !passed);
  return failed === undefined ? undefined : `${failed.guard}: ${failed.detail}`;
};
