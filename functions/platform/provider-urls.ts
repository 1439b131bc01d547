import * as z from 'zod';

/** Where each provider answers, by its documentation. */
const OFFICIAL = {
  directory: 'https://yc-oss.github.io/api',
  openstreetmap: 'https://overpass-api.de/api',
  crustdata: 'https://api.crustdata.com',
  apollo: 'https://api.apollo.io/api/v1',
  'people-data-labs': 'https://api.peopledatalabs.com/v5',
  'google-places': 'https://places.googleapis.com',
  hunter: 'https://api.hunter.io/v2',
  pagespeed: 'https://www.googleapis.com/pagespeedonline/v5',
  semrush: 'https://api.semrush.com',
  instantly: 'https://api.instantly.ai',
  stripe: 'https://api.stripe.com',
} as const;
export type CalledProvider = keyof typeof OFFICIAL;

const names = Object.keys(OFFICIAL) as [CalledProvider, ...CalledProvider[]];
const Overrides = z.partialRecord(z.enum(names), z.url({ protocol: /^https?$/ }));
export type ProviderUrls = Readonly<Record<CalledProvider, string>>;

/**
 * The address of every provider: the official ones, and in their place those that `overrides` names (`PROVIDER_URLS`, a JSON object; for tests,
 * local systems and sandboxes of providers).
 * @throws Error when it is no JSON object of known providers and URLs
 */
export const providerUrls = (overrides: string | undefined): ProviderUrls => {
  const text = overrides?.trim() ?? '';
  if (text === '') return OFFICIAL;
  const given = Overrides.parse(JSON.parse(text));
  return {
    ...OFFICIAL,
    ...Object.fromEntries(Object.entries(given).map(([name, url]) => [name, url.replace(/\/+$/, '')])),
  };
};
