import { load } from 'cheerio/slim';
import { getDomain } from 'tldts';
import * as z from 'zod';
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

/** Reads them from the pages that were fetched: structured data first, then the site's name, then its title. */
export const readBusinessFacts = ({ pages, finalUrl }: SiteCapture): BusinessFacts => {
  const domain = hostDomain(finalUrl);
  const documents = pages.filter(({ html }) => html !== '').map(({ html }) => load(html));
  const all = documents.flatMap(($) =>
    $('script[type="application/ld+json"]')
      .toArray()
      .flatMap((element) => things(parsed($(element).text()))),
  );
  const businesses = all.filter(
    ({ address, '@type': type }) =>
      address !== undefined || /Organization|Business|Store|Restaurant|Dentist|Service/.test(String(type ?? '')),
  );
  const placed = businesses.find(({ address }) => address !== undefined);
  const [home] = documents;
  const siteName = home?.('meta[property="og:site_name"]').attr('content')?.trim() ?? '';
  const title = home?.('title').first().text().trim() ?? '';
  const named = businesses.find(({ name }) => name !== undefined)?.name;
  return {
    name: (named ?? (siteName === '' ? nameInTitle(title, domain) : siteName)).slice(0, 120),
    locality: placed?.address?.addressLocality ?? null,
    domain,
    local: placed !== undefined || documents.some(($) => $('address').text().trim().length > 10),
  };
};
