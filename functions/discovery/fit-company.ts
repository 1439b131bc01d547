import type { Company } from './company.ts';
import { cutText } from './normal-text.ts';

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value), 'utf8');

/** Cuts a text by so many bytes of its JSON form; null when little would be left. */
const shortened = (text: string | null, surplus: number): string | null => {
  if (text === null || surplus <= 0) return text;
  const perCharacter = bytesOf(text) / text.length;
  const kept = Math.floor(text.length - surplus / perCharacter) - 2;
  return kept < 40 ? null : cutText(text, kept);
};

/**
 * Makes a company fit into so many bytes of JSON: its description is cut first, then its tags, places and one-liner go. Identity and
 * numbers stay. A company is one write unit in the table (1 KB) and one line of a batch (25 of them within 256 KiB).
 */
export const fitCompany = (company: Company, limitBytes: number): Company => {
  let fitted = company;
  const surplus = (): number => bytesOf(fitted) - limitBytes;
  // Bytes per character differ along a text, so the first cut may fall short.
  for (let attempt = 0; attempt < 3 && surplus() > 0 && fitted.description !== null; attempt += 1)
    fitted = { ...fitted, description: shortened(fitted.description, surplus() + 8 * attempt) };
  for (const list of ['keywords', 'locations', 'industries'] as const)
    while (surplus() > 0 && fitted[list].length > 1) fitted = { ...fitted, [list]: fitted[list].slice(0, -1) };
  if (surplus() > 0) fitted = { ...fitted, description: null, oneLiner: shortened(fitted.oneLiner, surplus()) };
  return surplus() > 0 ? { ...fitted, oneLiner: null, keywords: [], locations: [] } : fitted;
};
