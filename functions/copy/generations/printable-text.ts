/** Beyond Latin-1 what Windows-1252, the encoding of the PDF's standard fonts, holds. */
const WINDOWS_1252 = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';
const holds = (character: string): boolean => {
  const code = character.codePointAt(0) ?? 0;
  return (
    character === '\n' ||
    (code >= 0x20 && code < 0x7f) ||
    (code >= 0xa0 && code <= 0xff) ||
    WINDOWS_1252.includes(character)
  );
};

/** Letters that no decomposition makes printable, as they are usually written without their marks. */
const PLAIN: Readonly<Record<string, string>> = {
  ...{ ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ı: 'i' },
  ...{ '₂': '2', '−': '-', '→': '->', '\u2011': '-' },
};
const UNPRINTABLE = '\u0000';

const printed = (character: string): string => {
  if (holds(character)) return character;
  const plain = PLAIN[character] ?? character.normalize('NFKD').replace(/\p{M}/gu, '');
  return plain !== '' && Array.from(plain).every(holds) ? plain : UNPRINTABLE;
};

/**
 * A text in the characters that the standard fonts of a PDF hold: marks that they lack are left off a letter, other scripts are shown as a question mark each run.
 * JSON, Markdown and CSV hold every character as it is.
 */
export const printable = (text: string): string =>
  Array.from(text.normalize('NFC'), printed).join('').replace(/\0+/g, '?');
