import { structuredData, textsAt } from './page-structured-data.ts';
import { anchorsOf, blocksOf, type Tree } from './page-text.ts';
import { readPhone } from './phone-number.ts';

/** Words before a number that say it is answered by a person; a fax is not. */
const LABELLED =
  /\b(?:tel|telephone|phone|telefon|telefono|teléfono|telefone|téléphone|tél|fon|mobile|mobil|cell|handy|call(?: us)?|ring us|puh)\b[.:\s]{0,4}(\+?[\d(][\d\s()./-]{5,22}\d)/giu;
const INTERNATIONAL = /(?<!\bfax\W{0,4})(\+\d[\d\s()./-]{7,22}\d)/giu;
const MOST_PHONES = 10;

/** The telephone numbers of a page, as E.164 where its country is known: links, JSON-LD, and numbers in the text that are called so or international. */
export const phonesOf = (tree: Tree, url: string): readonly string[] => {
  const topLevel = new URL(url).hostname.split('.').at(-1) ?? '';
  const linked = anchorsOf(tree).flatMap(({ href }) => (/^tel:/i.test(href) ? [decoded(href)] : []));
  const structured = structuredData(tree).flatMap((thing) => textsAt(thing, 'telephone'));
  const written = blocksOf(tree, () => false).flatMap(({ text }) =>
    [LABELLED, INTERNATIONAL].flatMap((rule) =>
      [...text.slice(0, 2_000).matchAll(rule)].map(([, number = '']) => number),
    ),
  );
  const numbers = [...linked, ...structured, ...written].flatMap((text) => readPhone(text, topLevel) ?? []);
  return [...new Set(numbers)].slice(0, MOST_PHONES);
};

const decoded = (href: string): string => {
  try {
    return decodeURIComponent(href);
  } catch {
    return href;
  }
};

/** A company's own page on a network; people's pages, posts, and links that share this page are none. */
const PROFILE =
  /^(?:www\.|m\.|mobile\.|[a-z]{2}(?:-[a-z]{2})?\.)?(linkedin\.com\/(?:company|school|showcase)|xing\.com\/(?:pages|companies)|x\.com|twitter\.com|facebook\.com|instagram\.com|youtube\.com(?:\/(?:c|channel|user))?|tiktok\.com|github\.com|bsky\.app\/profile|threads\.net|pinterest\.com|crunchbase\.com\/organization)\/(@?[^/?#]+)\/?$/i;
const NOT_A_PROFILE =
  /^(?:share|sharer|sharer\.php|share\.php|intent|home|hashtag|search|login|plugins|dialog|watch|playlist|embed|tr|p|explore|privacy|policies|help|about|settings|features|pricing|wordpress|profile\.php|pages|channel|user|c)$/i;

/** The company's pages on social networks, in one spelling each: https, without `www`, query and last slash. */
export const profilesOf = (tree: Tree): readonly string[] => {
  const links = [
    ...anchorsOf(tree).map(({ href }) => href),
    ...structuredData(tree).flatMap((thing) =>
      textsAt(thing, '@type').includes('Person') ? [] : textsAt(thing, 'sameAs'),
    ),
  ];
  return [...new Set(links.flatMap((href) => readProfile(href) ?? []))];
};

const readProfile = (href: string): string | undefined => {
  const text = href.startsWith('//') ? `https:${href}` : href;
  if (!/^https?:/i.test(text) || !URL.canParse(text)) return undefined;
  const { host, pathname } = new URL(text);
  const [, network, name] = PROFILE.exec(`${host}${pathname}`) ?? [];
  if (network === undefined || name === undefined || NOT_A_PROFILE.test(name)) return undefined;
  return `https://${network.toLowerCase().replace(/^twitter\.com/, 'x.com')}/${name}`;
};
