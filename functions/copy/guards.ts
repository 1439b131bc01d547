import type * as z from 'zod';
import type { Brief, Written } from './brief.ts';
import type { Guards } from './contract.ts';
import { anotherAngle } from './follow-up-angle.ts';
import { ungrounded } from './grounding.ts';
import { linksOf, strangeLink } from './mail-links.ts';
import { comparable, countWords, sentencesOf, spokenName } from './prose.ts';
import { readingGrade } from './reading-level.ts';
import { SPAM_LIMIT, spamScore } from './spam-phrases.ts';
import { FEWEST_SUBJECT_WORDS, LONGEST_SUBJECT, MOST_SUBJECT_WORDS } from './subject-line.ts';
import { offTone } from './tone.ts';

export const FEWEST_WORDS = 50;
export const MOST_WORDS = 100;
export const MOST_FOLLOW_UP_WORDS = 60;
const FEWEST_FOLLOW_UP_WORDS = 20;
const MOST_LINKS = 2;
const HIGHEST_GRADE = 12;

type Judged = z.infer<typeof Guards>;
/** A first mail or a follow-up. */
type Text = Pick<Written, 'subject' | 'body' | 'evidence'>;
/** Why a text fails, or undefined when it passes. Pure: the same text and brief always give the same answer. */
type Guard = (text: Text, brief: Brief) => string | undefined;

const bodyLength =
  (fewest: number, most: number): Guard =>
  ({ body }) => {
    const words = countWords(body);
    return words >= fewest && words <= most ? undefined : `${words} words, must be ${fewest} to ${most}`;
  };

const subjectLength: Guard = ({ subject }) => {
  const words = countWords(subject);
  if (words < FEWEST_SUBJECT_WORDS || words > MOST_SUBJECT_WORDS)
    return `${words} words, must be ${FEWEST_SUBJECT_WORDS} to ${MOST_SUBJECT_WORDS}`;
  return subject.length <= LONGEST_SUBJECT ? undefined : `${subject.length} characters, at most ${LONGEST_SUBJECT}`;
};

/** Sentences that ask the reader to do or allow something. */
const ASKS =
  /^(?:please |just |so )?(?:shall i|can i|may i|could i|can we|could we|shall we|should i|should we|may we|would you (?:be|like|have|mind)|would it|would a|would an|are you (?:open|free|available|up)|do you have (?:time|a|\d)|is it worth|worth |open to|how about|what about|mind if|let me know|let us know|book|schedule|reply|click|call|download|sign up|register|check out|visit|send me|write to me|drop me|get in touch|contact|tell me|grab|pick a|reserve|start your|wire|transfer|pay|forward this|enter your|log in|confirm your|update your)\b/i;

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

const fewLinks: Guard = ({ body, subject }, brief) => {
  const links = linksOf(`${subject} ${body}`).length;
  if (links > MOST_LINKS) return `${links} links, at most ${MOST_LINKS}`;
  const strange = strangeLink(`${subject}\n${body}`, brief);
  return strange === undefined ? undefined : `"${strange.slice(0, 60)}" is neither the offer's nor the recipient's`;
};

/** A mail that speaks of an assessment shows it: the recipient must be able to see what is said of their website. */
const leadsToReport: Guard = ({ body }, { report }) =>
  report === undefined || linksOf(body).includes(report.link) ? undefined : 'the link to the findings is missing';

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

const inTone: Guard = ({ subject, body }, { icp, company, prospect, offer }) => {
  const names = [company.name, spokenName(company.name), prospect.title ?? '', offer.callToAction];
  return offTone(
    names.reduce((rest, name) => (name === '' ? rest : rest.replaceAll(name, ' ')), `${subject}\n${body}`),
    icp.voice.tone,
  );
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

/** Markup is text in the plain part and something else, or nothing, in the HTML part: the two would not say the same. */
const MARKUP =
  /<\/?[a-z][^>]*>|&(?:[a-z]{2,8}|#\d{1,6}|#x[\da-f]{1,6});|\*\*[^*\n]+\*\*|__[^_\n]+__|\[[^\]\n]+\]\([^)\n]+\)|^#{1,6}\s|^\s*[-*]\s|`[^`\n]+`/im;
const sameInHtml: Guard = ({ subject, body }) => {
  const found = MARKUP.exec(`${subject}\n${body}`);
  return found === null ? undefined : `markup "${found[0].trim().slice(0, 30)}"`;
};

/** Nothing that could begin a header or hide a character from the reader. Line feeds are the body's only control characters. */
const noControlCharacters: Guard = ({ subject, body }) => {
  const found = HIDDEN.exec(subject) ?? HIDDEN.exec(body.replaceAll('\n', ''));
  return found === null ? undefined : `U+${(found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
};
/** Controls, format characters (but the joiner within emoji and scripts that need it), line and paragraph separators, lone surrogates. */
const HIDDEN = /(?!\u200d)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/** Every rule of spec/copy.md, "Email writing inside a run", in the order in which a reviewer sees them. */
const EVERY_TEXT: readonly (readonly [string, Guard])[] = [
  ['subject_length', subjectLength],
  ['one_call_to_action', oneCallToAction],
  ['links', fewLinks],
  ['merge_tags', noMergeTag],
  ['evidence', groundedClaims],
  ['honest_subject', honestSubject],
  ['spam_phrases', notSpam],
  ['reading_level', readable],
  ['tone', inTone],
  ['names_as_in_source', namesAsInSource],
  ['text_as_html', sameInHtml],
  ['control_characters', noControlCharacters],
];

const judge = (guards: readonly (readonly [string, string | undefined])[]): Judged =>
  guards.map(([guard, reason]) => ({ guard, passed: reason === undefined, detail: (reason ?? '').slice(0, 200) }));

const everyGuard = (text: Text, brief: Brief) =>
  EVERY_TEXT.map(([guard, check]) => [guard, check(text, brief)] as const);

/** What each guard says of a first mail. */
export const judgeDraft = (draft: Text, brief: Brief): Judged =>
  judge([
    ['body_length', bodyLength(FEWEST_WORDS, MOST_WORDS)(draft, brief)],
    ...(brief.report === undefined ? [] : [['report_link', leadsToReport(draft, brief)] as const]),
    ...everyGuard(draft, brief),
  ]);

/** What each guard says of a draft's follow-up; the guards of a first mail, but shorter and not the same again. */
export const judgeFollowUp = ({ followUp, ...first }: Text & Pick<Written, 'followUp'>, brief: Brief): Judged =>
  judge([
    ['body_length', bodyLength(FEWEST_FOLLOW_UP_WORDS, MOST_FOLLOW_UP_WORDS)(followUp, brief)],
    ['another_angle', anotherAngle(first, followUp, brief)],
    ...everyGuard(followUp, brief),
  ]);

type Judgeable = Readonly<{ guards: Judged; followUp?: Readonly<{ guards: Judged }> | null }>;

/** Every guard that a draft or its follow-up fails, as sentences for a reviewer or for who writes it again. */
export const faultsOf = ({ guards, followUp }: Judgeable): readonly string[] => [
  ...guards.filter(({ passed }) => !passed).map(({ guard, detail }) => `${guard}: ${detail}`),
  ...(followUp?.guards ?? [])
    .filter(({ passed }) => !passed)
    .map(({ guard, detail }) => `follow-up ${guard}: ${detail}`),
];

/** The guard that a draft fails first, as a message's reason; undefined when it passes all. */
export const failedGuard = (draft: Judgeable): string | undefined => faultsOf(draft)[0];
