/** The forms of a letter by how it joins: 2 when it joins the letter before it only, 4 when it joins on both sides. */
type Forms = readonly [alone: string, last: string, first?: string, middle?: string];

const [LAM, TATWEEL] = ['\u0644', '\u0640'] as const;
const MARKS = /[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]/gu;

/**
 * Arabic letters and their forms, as the blocks "Arabic Presentation Forms-B" and "-A" list them: alone, last, first, middle (Unicode Standard, § 9.2). Block
 * B is read first: block A has a few forms of its letters for other languages.
 */
const FORMS: ReadonlyMap<string, Forms> = (() => {
  const forms = new Map<string, string[]>();
  for (const [from, to] of [
    [0xfe80, 0xfefc],
    [0xfb50, 0xfbb1],
    [0xfbd3, 0xfbff],
  ] as const) {
    const block = new Map<string, string[]>();
    for (let code = from; code <= to; code += 1) {
      const form = String.fromCodePoint(code);
      const letters = form.normalize('NFKC');
      if (letters !== form) block.set(letters, [...(block.get(letters) ?? []), form]);
    }
    for (const [letters, found] of block) if (!forms.has(letters)) forms.set(letters, found);
  }
  const complete = new Map<string, Forms>();
  for (const [letters, [alone, last, first, middle]] of forms)
    if (alone !== undefined && last !== undefined)
      complete.set(letters, first === undefined || middle === undefined ? [alone, last] : [alone, last, first, middle]);
  return complete;
})();

/**
 * Arabic letters in the forms that they take beside each other, in the order in which they are read. react-pdf lays out from left to right and turns the glyphs
 * round afterwards, so a letter that its font makes of two glyphs loses one; a form by itself is one glyph. Vowel signs of Arabic and Hebrew, which names are
 * written without, are left off for the same reason. A letter without forms stays as it is.
 */
export const joined = (text: string): string => {
  if (!/[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(text)) return text;
  const letters = withLigatures(text.replace(MARKS, ''));
  return letters.map((letter, at) => formOf(letter, letters[at - 1], letters[at + 1])).join('');
};

/** Whether a letter has no form that can be drawn. */
export const isUnjoinable = (character: string): boolean =>
  /[\p{L}&&\p{Script=Arabic}]/v.test(character) &&
  !/[\ufb50-\ufdff\ufe70-\ufeff]/u.test(character) &&
  !LONE.has(character);

/** Letters of one form: nothing joins them. */
const LONE: ReadonlySet<string> = new Set(['\u0621', '\u0674', TATWEEL]);

/** Characters, lam and an alef after it as one. */
const withLigatures = (text: string): string[] => {
  const letters: string[] = [];
  for (const letter of text) {
    const pair = `${letters.at(-1) ?? ''}${letter}`;
    if (letters.at(-1) === LAM && FORMS.has(pair)) letters[letters.length - 1] = pair;
    else letters.push(letter);
  }
  return letters;
};

const joinsNext = (letter: string | undefined): boolean =>
  letter === TATWEEL || (letter !== undefined && FORMS.get(letter)?.[2] !== undefined);
const joinsBefore = (letter: string | undefined): boolean =>
  letter === TATWEEL || (letter !== undefined && FORMS.has(letter));

const formOf = (letter: string, before: string | undefined, after: string | undefined): string => {
  const forms = FORMS.get(letter);
  if (forms === undefined) return letter;
  const [alone, last, first, middle] = forms;
  const [held, holds] = [joinsNext(before), joinsBefore(after) && first !== undefined];
  if (held) return (holds ? middle : undefined) ?? last;
  return (holds ? first : undefined) ?? alone;
};
