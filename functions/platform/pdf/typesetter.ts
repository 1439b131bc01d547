import { isUnjoinable, joined } from './arabic-forms.ts';
import { allFaces, BODY_FONT, type Face } from './faces.ts';
import type { FontPackage } from './font-files.ts';

/** What stands for a character that no font draws: the sign that Unicode has for it. */
export const REPLACEMENT = '\ufffd';

/** A piece of text in one font. */
export type Run = Readonly<{ text: string; family: string }>;
export type Typesetter = (text: string) => readonly Run[];

const HAN: readonly FontPackage[] = ['zcool-xiaowei', 'chocolate-classical-sans', 'sawarabi-gothic', 'gowun-dodum'];
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Signs that say how others are drawn and are nothing themselves; where no font knows them, they can be left out. Joiners change letters, so they stay. */
const INVISIBLE = /(?![\u200c\u200d])\p{Default_Ignorable_Code_Point}/gu;

/** What the body font draws in any case. */
const PLAIN = /^[ -~\n]+$/;

/** A text as it is set: composed, Arabic letters joined, tabs and other blanks as spaces, without control characters. */
export const settable = (text: string): string =>
  joined(text.normalize('NFC'))
    // The Thai vowel am is two glyphs, one on each side of a tone mark: written as the characters that they are, none is lost (as in arabic-forms.ts).
    .replace(/([\u0e48-\u0e4b]?)\u0e33/g, '\u0e4d$1\u0e32')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/[^\S\n]/gu, ' ')
    .replace(INVISIBLE, '')
    .replace(/[^\P{Cc}\n]/gu, '');

const codePoints = (text: string): number[] => Array.from(text, (character) => character.codePointAt(0) ?? 0);

/** Of an East Asian text the package of its own language: kana and hangul tell it, else it is the first one that has every Chinese character of the text. */
const ownPackage = (text: string, facesFor: (character: number) => readonly Face[]): FontPackage | undefined => {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'sawarabi-gothic';
  if (/\p{Script=Hangul}/u.test(text)) return 'gowun-dodum';
  const characters = codePoints(text).filter((character) => /\p{Script=Han}/u.test(String.fromCodePoint(character)));
  return HAN.find((name) => characters.every((character) => facesFor(character).some((face) => face.package === name)));
};

/** The text in runs, each by the first of its language's fonts, then of the others, that has every character of it. */
const runsOf = (text: string, facesFor: (character: number) => readonly Face[]): readonly Run[] => {
  const own = ownPackage(text, facesFor);
  const rank = (face: Face): number => (face.package === own ? 1 : HAN.includes(face.package) ? 2 : 0);
  const familyFor = (cluster: string): string | undefined => {
    const [first = 0, ...others] = codePoints(cluster);
    if (isUnjoinable(cluster)) return undefined;
    return facesFor(first)
      .filter((face) => others.every((other) => facesFor(other).includes(face)))
      .toSorted((one, other) => rank(one) - rank(other))[0]?.family;
  };
  const runs: { text: string; family: string }[] = [];
  for (const { segment } of graphemes.segment(text)) {
    const last = runs.at(-1);
    const family = segment === '\n' ? (last?.family ?? BODY_FONT) : familyFor(segment);
    const run = family === undefined ? { text: REPLACEMENT, family: BODY_FONT } : { text: segment, family };
    if (last?.family === run.family) last.text += run.text;
    else runs.push(run);
  }
  return runs;
};

/**
 * Loads what the given texts need and gives what splits a text into runs, each in a font that has every one of its characters. What no font has
 * becomes `REPLACEMENT`: never another character, and never nothing.
 */
export const createTypesetter = async (texts: readonly string[]): Promise<Typesetter> => {
  const faces = await allFaces();
  const wanted = [...new Set(texts.flatMap((text) => codePoints(settable(text))))];
  const needed = faces.filter((face, at) => at === 0 || wanted.some((character) => face.isFor(character)));
  await Promise.all(needed.map((face) => face.load()));

  const byCharacter = new Map<number, readonly Face[]>();
  const facesFor = (character: number): readonly Face[] => {
    const known = byCharacter.get(character);
    if (known !== undefined) return known;
    const found = needed.filter((face) => face.isFor(character) && face.draws(character));
    byCharacter.set(character, found);
    return found;
  };
  const byText = new Map<string, readonly Run[]>();
  return (text) => {
    const known = byText.get(text);
    if (known !== undefined) return known;
    const runs = PLAIN.test(text) ? [{ text, family: BODY_FONT }] : runsOf(settable(text), facesFor);
    byText.set(text, runs);
    return runs;
  };
};
