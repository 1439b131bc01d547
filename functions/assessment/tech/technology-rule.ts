/** Of what kind a technology is. */
export const TECHNOLOGY_KINDS = [
  'CMS',
  'SEO',
  'site builder',
  'shop',
  'framework',
  'JavaScript library',
  'CSS framework',
  'analytics',
  'tag manager',
  'advertising',
  'A/B testing',
  'consent',
  'chat',
  'email marketing',
  'forms',
  'booking',
  'payments',
  'video',
  'maps',
  'fonts',
  'reviews',
  'security',
  'error monitoring',
  'CDN',
  'hosting',
  'server',
  'language',
] as const;
export type TechnologyKind = (typeof TECHNOLOGY_KINDS)[number];

/**
 * By what a technology is known. Nothing is known by a page's words: a text that names a product says nothing of what the site is made of.
 * - `script`, `link`, `frame`, `image`, `form`: an address that the page loads or sends to, matched against host and path (`host.com/path`);
 * - `generator`: the generator meta tag; `meta`: the name of a meta tag;
 * - `header`: a response header of this name whose value matches; `cookie`: the name of a cookie that is set;
 * - `attribute`: an attribute of any element, its name and what its value matches; `element`: the name of an element;
 * - `code`: a statement in a script of the page itself.
 */
export type Sign = Readonly<
  | { script: RegExp }
  | { link: RegExp }
  | { frame: RegExp }
  | { image: RegExp }
  | { form: RegExp }
  | { generator: RegExp }
  | { meta: string }
  | { header: string; value: RegExp }
  | { cookie: RegExp }
  | { attribute: string; value: RegExp }
  | { element: string }
  | { code: RegExp }
>;

/** One technology as data; one sign is enough. */
export type TechnologyRule = Readonly<{ name: string; kind: TechnologyKind; signs: readonly [Sign, ...Sign[]] }>;

/** A product that is known by the hosts its files come from. */
export const loadedFrom = (...hosts: readonly string[]): Sign => ({
  script: new RegExp(`^(?:[a-z0-9-]+\\.)*(?:${hosts.map(escaped).join('|')})`),
});
const escaped = (text: string): string => text.replace(/[.+?^$()|[\]{}]/g, '\\$&');
