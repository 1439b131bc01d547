import type { PageFacts } from '../page-facts.ts';

export type Placeholder = Readonly<{ quote: string; where: string; what: string }>;

/** Texts that templates and site builders put in until the owner writes something, and that nobody means to publish. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [
    /\blorem ipsum dolor\b|\bdolor sit amet\b|\bconsectetu(?:er|r) adipisci(?:ng)?\b|\bsed do eiusmod tempor\b|\blorem ipsum is simply dummy text\b|^\W*lorem ipsum\W*$/i,
    'Latin filling text',
  ],
  [
    /\b(?:your|insert|enter|add|type) (?:your )?(?:text|content|title|heading|headline|description|tagline|slogan)(?: goes)? here\b/i,
    'A request to put text here',
  ],
  [
    /\bclick here to (?:edit|add) (?:this|your|text|content|a)\b|\bdouble[- ]click to edit\b|\bclick edit button to change this text\b|\bI['’]m a paragraph\. click here\b/i,
    'A text of the site builder',
  ],
  [
    /(?:©|\(c\)|copyright)\W*(?:\d{4}\W*)?(?:your (?:web ?site|company|site|business)(?: name)?\b|company(?: name)?(?=\W+\d{4}\b))|^\W*(?:your|the) (?:company|business|site|website) name(?: here)?\W*$/i,
    'A place for the name of the company',
  ],
  [
    /^\W*just another wordpress site\W*$|\bwelcome to wordpress\. this is your first post\b|\bthis is an example page\. it['’]s different from a blog post\b/i,
    'The first text of WordPress',
  ],
  [
    /\b(?:info|name|e?mail|contact|you|hello|support|someone|webmaster|yourname)@(?:example|your[-.]?(?:domain|site|company|website|email|name|business)|domain(?:name)?|company(?:name)?|mysite|sitename|website|untitled)\.(?:com|org|net|tld)\b/i,
    'A made-up mail address',
  ],
  [
    /(?<![\d-])(?:\+?1?[-. ]?\(?555\)?[-. ]?555[-. ]?5555|\+?1?[-. ]?\(?123\)?[-. ]?456[-. ]?7890|\+1234567890|\(?000\)?[-. ]?000[-. ]?0000)(?!\d)/,
    'A made-up telephone number',
  ],
  [
    /\b(?:123 (?:main|street|anywhere|fake|your) (?:st|street|name|rd|road|ave|avenue),? (?:any|some|your)\w*|500 terry (?:a\.? )?franc(?:ois|ine) (?:st|street|blvd)\b|1234 somewhere\b|123 street name\b)/i,
    'A made-up address',
  ],
  [
    /^\W*(?:sample|placeholder|dummy) (?:text|title|heading|page|content|image|post)\W*$/i,
    'A text that calls itself a sample',
  ],
];
/** What pages about such texts are called. */
const ABOUT = /\blorem\b|\b(?:placeholder|dummy|filler|blind)[- ]?texts?\b|\bblindtext/i;
const QUOTED = /["'“„«‘]\s*$/;
const LONGEST = 3_000;

/** Placeholder texts that stand on a page. A page that is about such texts, and one that quotes them, has none. */
export const placeholdersOf = (page: PageFacts): readonly Placeholder[] => {
  const title = page.title() ?? '';
  if (ABOUT.test(title) || ABOUT.test(page.url)) return [];
  return [...page.blocks().map(({ text }) => text), title, page.meta('description') ?? ''].flatMap(
    (text): Placeholder[] => {
      const hit = placeholderIn(text.slice(0, LONGEST));
      return hit === null ? [] : [{ ...hit, where: page.url }];
    },
  );
};

/** The first placeholder in a text, with the words round it; null when there is none. */
export const placeholderIn = (text: string): Omit<Placeholder, 'where'> | null => {
  for (const [phrase, what] of PHRASES) {
    const hit = phrase.exec(text);
    if (hit === null || QUOTED.test(text.slice(0, hit.index))) continue;
    const before = text.slice(Math.max(0, hit.index - 40), hit.index);
    const start = hit.index > 40 ? before.replace(/^\S*\s?/, '') : before;
    return { quote: (start + text.slice(hit.index, hit.index + 120)).trim(), what };
  }
  return null;
};
