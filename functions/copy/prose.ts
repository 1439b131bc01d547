/** Rules of plain English prose: counting, cutting and joining text so that it reads as if written by hand. */

export const wordsOf = (text: string): readonly string[] =>
  text.match(/[\p{L}\p{N}](?:[\p{L}\p{N}'’.&/-]*[\p{L}\p{N}])?/gu) ?? [];

export const countWords = (text: string): number => wordsOf(text).length;

/** A text's sentences, as Unicode divides them (UAX 29). */
export const sentencesOf = (text: string): readonly string[] =>
  [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)]
    .map(({ segment }) => segment.trim())
    .filter((sentence) => sentence !== '');

/** Straight quotes, plain dashes and single spaces: the form in which texts are compared. */
export const comparable = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[“”„«»″]/g, '"')
    .replace(/[‘’‚′`]/g, "'")
    .replace(/[‐‑–—]/g, '-')
    .replace(/…/g, '...')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();

export const withoutEnd = (text: string): string => text.replace(/[\s.!?,;:…]+$/u, '');

/** A sentence's end: one mark, none doubled after "Inc." or a closing quote. */
export const endWith = (text: string, mark: '.' | '?' = '.'): string =>
  /[.!?]["”]?$/.test(text) && !(mark === '?' && /[^?]$/.test(text)) ? text : `${text}${mark}`;

/** A text that can stand within double quotes: its own double quotes made single, its full stop kept. */
export const quoted = (text: string): string => `"${text.trim().replace(/["“”„]/g, "'")}"`;

const LEGAL_FORM =
  /[,\s]+(?:inc|incorporated|corp|corporation|co|company|llc|l\.l\.c|llp|lp|ltd|limited|plc|pty|pte|gmbh(?: & co\.? kg)?|ag|kg|ug|se|s\.?a\.?s?|s\.?a\.?r\.?l|s\.?r\.?l|s\.?p\.?a|b\.?v|n\.?v|a\.?b|a\.?s|oy|aps|lda|unipessoal lda|sl|s\.l|kk)\.?$/i;

/** A company's name as people say it: without its legal form, otherwise spelled as in the source. */
export const spokenName = (name: string): string => {
  const trimmed = name.replace(/\s*\([^)]*\)\s*$/, '').trim();
  const spoken = trimmed.replace(LEGAL_FORM, '').replace(LEGAL_FORM, '').trim();
  return spoken.length >= 2 ? spoken : trimmed === '' ? name : trimmed;
};

export const possessive = (name: string): string => (/[s]$/i.test(name) ? `${name}'` : `${name}'s`);

const FUNCTION_WORDS = new Set(
  'the a an and or of to in for on with at by from is are was were be been it its that this these those we our us you your they their i as not no but if when while who which what how than then so into out up over under after before more most all any can will has have had do does'.split(
    ' ',
  ),
);
const FOREIGN_WORDS = new Set(
  'der die das und für mit von zu auf ist wir sie ein eine im den dem nicht oder bei le la les des du et pour avec une nous vous dans est sur aux el los las y para con una del por que en nuestro il lo gli per con di che sono della het een van voor met wij onze zijn och för med av att som är og til på vi e o os um uma para com não da do em'.split(
    ' ',
  ),
);

/** Whether a text is English enough to be quoted in an English mail. Short texts without function words pass when they are plain ASCII. */
export const isEnglish = (text: string): boolean => {
  const words = wordsOf(text).map((word) => word.toLowerCase());
  if (words.length === 0 || !/^[\p{Script=Latin}\p{N}\p{P}\p{S}\s]*$/u.test(text)) return false;
  const english = words.filter((word) => FUNCTION_WORDS.has(word)).length;
  const foreign = words.filter((word) => FOREIGN_WORDS.has(word) && !FUNCTION_WORDS.has(word)).length;
  if (foreign > english || foreign / words.length > 0.15) return false;
  return english / words.length >= 0.12 || (words.length <= 14 && foreign === 0 && !/[äöüßéèêàçñõøåæœ]/i.test(text));
};
