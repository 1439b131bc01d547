/** The forms in which texts are compared: what people vary when they type the same thing is taken away. */

const MARKS = /\p{M}+/gu;

/** Lower case, without accents and punctuation, single spaces: `"Crédit & Lending"` → `"credit and lending"`. */
export const plainText = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/['’`]/g, '')
    .replace(/[^\p{L}\p{N}+#]+/gu, ' ')
    .trim();

/** `plainText` without its spaces: `"E-mail address"`, `"email_address"` and `"EmailAddress"` are one column. */
export const squeezed = (text: string): string => plainText(text).replace(/[ #+]/g, '');

const LEGAL_FORMS =
  /\s(?:inc|incorporated|llc|llp|ltd|limited|gmbh|ag|corp|corporation|co|company|plc|bv|nv|sa|sas|sarl|srl|spa|oy|ab|as|aps|pty|pte|kk|pvt|private|holding|holdings|group)$/;

/** A company's name without legal form, article and punctuation; what two spellings of one company have in common. */
export const plainCompanyName = (name: string): string => {
  let plain = plainText(name).replace(/^the\s+/, '');
  while (LEGAL_FORMS.test(plain)) plain = plain.replace(LEGAL_FORMS, '');
  return plain.replace(/ /g, '');
};

// Control characters (line breaks in names, NUL) would reach mail headers and CSV cells.
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** One line of text: control characters and runs of space become one space. */
export const oneLine = (text: string): string => text.replace(CONTROL, ' ').replace(/\s+/g, ' ').trim();

/** Cuts to at most `limit` UTF-16 units, at a word where one is near, never inside a surrogate pair. */
export const cutText = (text: string, limit: number): string => {
  if (text.length <= limit) return text;
  const cut = text.slice(0, Math.max(0, limit - 1));
  const atWord = cut.lastIndexOf(' ');
  const kept = atWord > limit * 0.8 ? cut.slice(0, atWord) : cut.replace(/[\uD800-\uDBFF]$/, '');
  return limit < 1 ? '' : `${kept.trimEnd()}…`;
};
