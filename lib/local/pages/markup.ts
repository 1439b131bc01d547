/** HTML that is safe to stand in a page. Made by `html` only. */
export type Html = Readonly<{ html: string }>;
type Part = Html | string | number | undefined | false | readonly Part[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const textOf = (part: Part): string => {
  if (part === undefined || part === false) return '';
  if (typeof part === 'string' || typeof part === 'number')
    return String(part).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
  return 'html' in part ? part.html : part.map(textOf).join('');
};

/** Markup whose values are escaped; lists are joined, `undefined` and `false` leave nothing. */
export const html = (literals: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: literals.map((literal, index) => literal + textOf(parts[index])).join(''),
});

/** Markup that is known to be safe: our own, or made by a library that escapes. */
export const trusted = (markup: string): Html => ({ html: markup });
