import type { Evidence } from '../../contract.ts';
import { isText, type PageElement } from '../../page-elements.ts';
import type { PageFacts } from '../../page-facts.ts';
import { compareVersions } from './compare-version.ts';
import { KNOWN_LIBRARIES } from './known-libraries.ts';
import type { KnownLibrary, Vulnerability } from './library-shape.ts';

export type FoundLibrary = Readonly<{
  name: string;
  /** Null where the library is used without saying its version. */
  version: string | null;
  /** Where its script lies; null when it stands in the page. */
  address: string | null;
  evidence: Evidence;
  vulnerabilities: readonly Vulnerability[];
}>;

const VERSION = String.raw`v?(\d{1,4}(?:\.\d{1,4}){1,3}(?:[-.]?(?:alpha|beta|rc|a|b)[-.]?\d{0,3})?)`;
const FLAVOUR =
  '(?:[-.](?:min|slim|pack|packed|custom|bundle|full|core|prod|production|umd|global|common|legacy|compat|all|esm))*';
/** Files that WordPress ships with the library's own version as `ver`; of other files it is the version of the theme or of WordPress itself. */
const WORDPRESS = /\/wp-includes\/js\//;
const MOST_SCRIPTS = 500;
const LONGEST_ADDRESS = 2_048;
const LONGEST_NOTICE = 4_000;

const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

type Patterns = Readonly<{
  library: KnownLibrary;
  versioned: readonly RegExp[];
  named: RegExp | null;
  banners: readonly RegExp[];
}>;

const patternsOf = (library: KnownLibrary): Patterns => {
  const own = library.commonWord !== true;
  const files = library.files.map(literal).join('|');
  const packages = (library.packages ?? library.files).map(literal).join('|');
  return {
    library,
    versioned: [
      // unpkg.com/jquery@3.7.1/dist/jquery.js; packages of others (@scope/jquery@1.0.0) are not meant.
      new RegExp(`(?<!/@[^/]{1,60})/(?:${packages})@${VERSION}(?:/|$)`, 'i'),
      // ajax/libs/jquery/3.7.1/jquery.min.js, bootstrap/3.3.7/js/bootstrap.min.js
      new RegExp(`/(?:${packages})/${VERSION}/(?:[^/]{1,60}/){0,3}(?:${files})${FLAVOUR}\\.m?js$`, 'i'),
      // jquery-3.7.1.min.js, jquery.1.9.1.js
      ...(own ? [new RegExp(`/(?:${files})[-._]${VERSION}${FLAVOUR}\\.m?js$`, 'i')] : []),
      // code.jquery.com/ui/1.12.1/jquery-ui.js
      ...(own ? [new RegExp(`/${VERSION}/(?:${files})${FLAVOUR}\\.m?js$`, 'i')] : []),
    ],
    named: own ? new RegExp(`/(?:${files})${FLAVOUR}\\.m?js$`, 'i') : null,
    banners: library.banners.map((banner) => new RegExp(banner.replace('§', VERSION), 'i')),
  };
};

const PATTERNS = KNOWN_LIBRARIES.map(patternsOf);

/** How a script begins. */
export type ScriptHead = Readonly<{ url: string; text: string }>;

/**
 * The known libraries that pages load or hold, one entry for a library and version: by their addresses, and by the notices at the head of scripts that stand in a page or whose heads
 * were read.
 */
export const librariesOf = (
  pages: readonly PageFacts[],
  heads: readonly ScriptHead[] = [],
): readonly FoundLibrary[] => {
  const texts = new Map(heads.map(({ url, text }) => [url, text]));
  const found = new Map<string, FoundLibrary>();
  const asked = new Set<string>();
  for (const page of pages)
    for (const script of page.named('script')) {
      const src = script.attribs['src']?.trim() ?? '';
      const text = src === '' ? beginningOf(script) : '';
      // Pages of a site load the same scripts.
      const key = src === '' ? text : (URL.parse(src, page.base())?.href ?? src);
      if (asked.has(key) || asked.size >= MOST_SCRIPTS) continue;
      asked.add(key);
      const libraries = src === '' ? inText(text, page.url) : inAddress(src, page);
      for (const library of libraries.map((one) => withNotice(one, texts)))
        if (!found.has(keyOf(library))) found.set(keyOf(library), library);
    }
  const all = [...found.values()];
  // A library whose version another script tells is not one of unknown version.
  return all.filter(
    ({ name, version }) => version !== null || all.every((other) => other.name !== name || other.version === null),
  );
};

/** The library with the version that the head of its script tells, where its address does not. */
const withNotice = (library: FoundLibrary, texts: ReadonlyMap<string, string>): FoundLibrary => {
  const text = library.version === null && library.address !== null ? texts.get(library.address) : undefined;
  const patterns = PATTERNS.find((one) => one.library.name === library.name);
  if (text === undefined || patterns === undefined) return library;
  const version = firstGroup(patterns.banners, text.slice(0, LONGEST_NOTICE));
  return libraryWith(patterns.library, version, library);
};

/** A notice stands at the head of a script. */
const beginningOf = ({ children }: PageElement): string => {
  const [first] = children;
  return first !== undefined && isText(first) ? first.data.slice(0, LONGEST_NOTICE) : '';
};

const keyOf = ({ name, version }: FoundLibrary): string => `${name} ${version ?? ''}`;

const inAddress = (src: string, page: PageFacts): readonly FoundLibrary[] => {
  const address = src.length > LONGEST_ADDRESS ? null : URL.parse(src, page.base());
  if (address === null) return [];
  const { pathname } = address;
  const ver = WORDPRESS.test(pathname) ? (address.searchParams.get('ver') ?? '') : '';
  return PATTERNS.flatMap(({ library, versioned, named }) => {
    const version = firstGroup(versioned, pathname);
    if (version === null && named?.test(pathname) !== true) return [];
    const evidence = { what: 'Loaded by a script element', where: page.url, quote: src.slice(0, 300) };
    // WordPress marks its own mended builds (1.12.4-wp): their version says nothing.
    const told = version ?? (/^\d[\d.]*$/.test(ver) ? ver : null);
    return [libraryWith(library, told, { evidence, address: address.href })];
  });
};

const inText = (text: string, where: string): readonly FoundLibrary[] =>
  PATTERNS.flatMap(({ library, banners }) => {
    const version = firstGroup(banners, text);
    return version === null
      ? []
      : [
          libraryWith(library, version, {
            evidence: { what: 'Stands in the page with its version notice', where },
            address: null,
          }),
        ];
  });

const firstGroup = (patterns: readonly RegExp[], text: string): string | null => {
  for (const pattern of patterns) {
    const version = pattern.exec(text)?.[1];
    if (version !== undefined) return version;
  }
  return null;
};

const libraryWith = (
  library: KnownLibrary,
  version: string | null,
  { address, evidence }: Pick<FoundLibrary, 'address' | 'evidence'>,
): FoundLibrary => ({
  ...{ name: library.name, version, address, evidence },
  vulnerabilities:
    version === null
      ? []
      : library.vulnerabilities.filter(
          ({ from, below }) =>
            compareVersions(version, below) < 0 && (from === undefined || compareVersions(version, from) >= 0),
        ),
});
