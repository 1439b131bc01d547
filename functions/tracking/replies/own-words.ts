/** Lines with which mail programs begin what they quote, in English, German, French and Spanish. */
const ATTRIBUTION = [
  /^\s*on\b.{4,200}\bwrote:\s*$/i,
  /^\s*am\b.{4,200}\bschrieb\b.{0,100}:\s*$/i,
  /^\s*le\b.{4,200}\ba [ée]crit\s*:\s*$/i,
  /^\s*el\b.{4,200}\bescribi[óo]\s*:\s*$/i,
  /^\s*-{2,}\s*(?:original message|forwarded message|urspr[üu]ngliche nachricht|message d'origine|mensaje original|weitergeleitete nachricht)\b/i,
  /^\s*_{10,}\s*$/,
  /^\s*(?:\*?from\*?|von|de)\s*:\s.+@.+/i,
];
const SIGNATURE = /^(?:--\s?|—)$/;
/** How many lines an attribution may be broken over. */
const BROKEN_OVER = 3;

/** What the writer of a reply wrote: without quoted lines, what stands below them, and the signature. */
export const ownWords = (text: string): string => {
  const lines = text.replaceAll(/\r\n?/g, '\n').split('\n');
  const kept: string[] = [];
  for (const [at, line] of lines.entries()) {
    if (SIGNATURE.test(line.trimEnd()) || beginsQuote(lines, at)) break;
    if (/^\s*[>|]/.test(line)) continue;
    kept.push(line);
  }
  const own = kept.join('\n').trim();
  // Who answers below the quote has written nothing above it.
  return own === '' ? below(lines) : own;
};

const beginsQuote = (lines: readonly string[], at: number): boolean =>
  Array.from({ length: BROKEN_OVER }, (_, more) => lines.slice(at, at + more + 1).join(' ')).some((text) =>
    ATTRIBUTION.some((pattern) => pattern.test(text)),
  );

const below = (lines: readonly string[]): string => {
  const last = lines.findLastIndex((line) => /^\s*[>|]/.test(line));
  if (last < 0) return '';
  const rest = lines.slice(last + 1);
  const end = rest.findIndex((line) => SIGNATURE.test(line.trimEnd()));
  return rest
    .slice(0, end < 0 ? undefined : end)
    .join('\n')
    .trim();
};
