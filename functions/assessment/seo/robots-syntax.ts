export type RobotsProblem = Readonly<{ line: number; text: string; problem: string }>;

/** What crawlers know, by the standard (RFC 9309) or by custom; the list of Lighthouse 13, `audits/seo/robots-txt.js`. */
const KNOWN = new Set(
  'user-agent disallow allow sitemap crawl-delay clean-param host request-rate visit-time noindex content-signal'.split(
    ' ',
  ),
);
const MOST_LINES = 20_000;

const problemOf = (name: string, value: string, inGroup: boolean): string | null => {
  if (!KNOWN.has(name)) return 'Unknown directive';
  if (name === 'sitemap') {
    const protocol = URL.parse(value)?.protocol;
    if (protocol === undefined) return 'Not a whole address';
    return ['https:', 'http:', 'ftp:'].includes(protocol) ? null : 'Not an address that crawlers read';
  }
  if (name === 'user-agent') return value === '' ? 'No user agent named' : null;
  if (name !== 'allow' && name !== 'disallow') return null;
  if (!inGroup) return 'No user agent named before';
  if (value !== '' && !/^[/*]/.test(value)) return 'A path begins with / or *';
  const end = value.indexOf('$');
  return end === -1 || end === value.length - 1 ? null : '$ stands only at the end of a path';
};

/** The lines of a robots.txt that crawlers cannot read. Rule: Lighthouse 13, `robots-txt`. */
export const robotsProblems = (text: string): readonly RobotsProblem[] => {
  let inGroup = false;
  return text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .slice(0, MOST_LINES)
    .flatMap((whole, at): RobotsProblem[] => {
      const line = (whole.split('#', 1)[0] ?? '').trim();
      if (line === '') return [];
      const colon = line.indexOf(':');
      const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
      const problem = colon === -1 ? 'Not understood' : problemOf(name, line.slice(colon + 1).trim(), inGroup);
      inGroup ||= name === 'user-agent';
      return problem === null ? [] : [{ line: at + 1, text: line.slice(0, 120), problem }];
    });
};
