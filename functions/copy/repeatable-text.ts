import { isEnglish } from './prose.ts';
import { spamScore } from './spam-phrases.ts';

/** Marks of code, markup, templates, links and shouting, pictures, and characters that nobody sees. */
const MARKS =
  /[{}<>[\]|@#*_=\\^~`!?\u2022\u2192\u00bb\ufffd]|https?:|www\.|\p{Extended_Pictographic}|\p{Cc}|\p{Cf}|\p{Co}|\p{Cs}/u;
const NOTHING = /\b(?:null|undefined|nan|n\/a|lorem ipsum|tbd|test)\b/i;

/**
 * Whether words that somebody else wrote (a directory, a website) can stand in a mail as they are: English prose without markup, links, left-over template fields or
 * phrases that would make the mail look like bulk.
 */
export const isRepeatable = (text: string): boolean =>
  !MARKS.test(text) && !NOTHING.test(text) && isEnglish(text) && spamScore(text.replaceAll('"', '')).score === 0;
