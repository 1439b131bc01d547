import { getDomain } from 'tldts';
import * as z from 'zod';
import { jsonLdOf } from '../../contacts/page-text.ts';
import { textWithin } from '../page-elements.ts';
import { type PageFacts, pageFactsOf } from '../page-facts.ts';
import type { SiteCapture } from '../site-capture.ts';

/** What a site says of its business, as far as it takes to find its profile. */
export type BusinessFacts = Readonly<{
  name: string;
  locality: string | null;
  domain: string;
  /** Whether it says that people can come or call: an address, or a LocalBusiness. Only then is a missing profile a fault. */
  local: boolean;
}>;

/** The registrable domain of an address, or its host where there is none; empty for what is no address. */
export const hostDomain = (url: string): string => {
  if (!URL.canParse(url)) return '';
  const { hostname } = new URL(url);
  return getDomain(hostname) ?? hostname;
};

const Address = z.looseObject({ addressLocality: z.string().optional(), streetAddress: z.string().optional() });
const Thing = z.looseObject({
  '@type': z.union([z.string(), z.array(z.string())]).optional(),
  '@graph': z.array(z.unknown()).optional(),
  name: z.string().optional(),
  address: z
    .union([Address, z.array(Address).transform(([first]) => first)])
    .optional()
    .catch(undefined),
});
type Thing = z.infer<typeof Thing>;

const things = (given: unknown): Thing[] => {
  const list: unknown[] = Array.isArray(given) ? given : [given];
  return list.flatMap((one) => {
    const { data } = Thing.safeParse(one);
    return data === undefined ? [] : [data, ...things(data['@graph'] ?? [])];
  });
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** A title is often "Page | Business" or "Business – claim"; the shorter part that is in the domain, else the first, is the name. */
const nameInTitle = (title: string, domain: string): string => {
  const parts = title
    .split(/\s+[|–—·:-]\s+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const plain = domain.split('.')[0]?.replaceAll(/[^a-z0-9]/g, '') ?? '';
  const like = parts.find((part) => {
    const squeezed = part.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
    return squeezed !== '' && (plain.includes(squeezed) || squeezed.includes(plain));
  });
  return like ?? parts[0] ?? domain;
};

/** Whether a page has an `address` that says something. */
const hasAddress = ({ named }: PageFacts): boolean =>
  named('address').reduce((length, { children }) => length + textWithin(children).length, 0) > 10;

/** Reads them from the pages that were fetched: structured data first, then the site's name, then its title. */
export const readBusinessFacts = ({ pages, finalUrl }: SiteCapture): BusinessFacts => {
  const domain = hostDomain(finalUrl);
  const documents = pages.filter(({ html }) => html !== '').map(pageFactsOf);
  const all = documents.flatMap(({ tree }) => jsonLdOf(tree()).flatMap((text) => things(parsed(text))));
  const businesses = all.filter(
    ({ address, '@type': type }) =>
      address !== undefined || /Organization|Business|Store|Restaurant|Dentist|Service/.test(String(type ?? '')),
  );
  const placed = businesses.find(({ address }) => address !== undefined);
  const [home] = documents;
  const siteName = home?.meta('og:site_name') ?? '';
  const title = home?.title() ?? '';
  const named = businesses.find(({ name }) => name !== undefined)?.name;
  return {
    name: (named ?? (siteName === '' ? nameInTitle(title, domain) : siteName)).slice(0, 120),
    locality: placed?.address?.addressLocality ?? null,
    domain,
    local: placed !== undefined || documents.some(hasAddress),
  };
};
