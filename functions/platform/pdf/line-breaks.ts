/** A token longer than this may break after a sign that parts it, such as the slashes of an address. */
const LONG = 18;
const PARTS = /[^/?&=._:;,+\-@#]{1,18}[/?&=._:;,+\-@#]*|[/?&=._:;,+\-@#]+/gu;

/** Scripts in which a line may end after any character, but not before closing or small signs, nor after opening ones. */
const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef]/u;
const NOT_FIRST =
  /^[、。，．・：；？！゛゜ヽヾゝゞ々ー’”）〕］｝〉》」』】ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ)\]}!?.,:;%]/u;
const NOT_LAST = /[‘“（〔［｛〈《「『【([{]$/u;
const THAI = /\p{Script=Thai}/u;
/** What the body font draws, roughly: a word of such letters is one run and needs no break at its ends. */
const PLAIN = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]*$/u;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const thaiWords = new Intl.Segmenter('th', { granularity: 'word' });
const segments = (segmenter: Intl.Segmenter, text: string): string[] =>
  Array.from(segmenter.segment(text), ({ segment }) => segment);

/** Pieces between which a line may end. */
const piecesOf = (word: string): readonly string[] => {
  if (EAST_ASIAN.test(word)) {
    const pieces: string[] = [];
    for (const character of segments(graphemes, word)) {
      const last = pieces.at(-1);
      if (last !== undefined && (NOT_FIRST.test(character) || NOT_LAST.test(last)))
        pieces[pieces.length - 1] = `${last}${character}`;
      else pieces.push(character);
    }
    return pieces;
  }
  if (THAI.test(word)) return segments(thaiWords, word);
  return word.length > LONG ? (word.match(PARTS) ?? [word]) : [word];
};

/**
 * Where a word may be parted at the end of a line, in react-pdf's form: an empty piece between two others lets the line end there without a hyphen, which
 * it would put between pieces that merely follow each other. Words of other scripts have one at each end: they may adjoin a run in another font.
 */
export const breakable = (word: string | null): string[] => {
  if (word === null || word.trim() === '') return [word ?? ''];
  const parted = piecesOf(word).flatMap((piece, at) => (at === 0 ? [piece] : ['', piece]));
  return PLAIN.test(word) ? parted : ['', ...parted, ''];
};
