import type { PageFacts } from '../page-facts.ts';

export type CopyrightNotice = Readonly<{ year: number; quote: string; where: string }>;

const NOTICE = /(?:©|\(c\)|&copy;|copyright|\bcopyleft\b)/i;
const YEARS = /(?<!\d)(?:19[89]\d|20\d\d)(?!\d)/g;
/** A year stands close to its sign. */
const REACH = 60;
/** What is credited to others says nothing of the site's own age. */
const OF_OTHERS =
  /\b(?:photos?|images?|pictures?|foto|map data|openstreetmap|template|theme|design(?:ed)? by|icons?|font|illustrations?)\b/i;
const LONGEST = 400;

const latestIn = (text: string): number | null => {
  const sign = NOTICE.exec(text);
  if (sign === null) return null;
  const near = text.slice(Math.max(0, sign.index - REACH), sign.index + REACH);
  const years = (near.match(YEARS) ?? []).map(Number);
  return years.length === 0 ? null : Math.max(...years);
};

/** The newest copyright notice of the pages: the site's own, not those of photographs or templates. Null when none names a year. */
export const copyrightNotice = (pages: readonly PageFacts[]): CopyrightNotice | null => {
  let newest: CopyrightNotice | null = null;
  for (const page of pages)
    for (const { text } of page.blocks()) {
      if (text.length > LONGEST || OF_OTHERS.test(text)) continue;
      const year = latestIn(text);
      if (year !== null && (newest === null || year > newest.year))
        newest = { year, quote: text.slice(0, 200), where: page.url };
    }
  return newest;
};
