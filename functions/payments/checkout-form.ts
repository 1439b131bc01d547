import * as z from 'zod';
import type { Origin } from './purchase.ts';

const LONGEST_TAG = 200;
const LONGEST_URL = 2_000;

/** What the form (or a JSON body) may say of where the buyer came from; all else of it is left out. Too long is cut: nobody is turned away for it. */
const Given = z.record(z.string(), z.unknown()).transform((fields) => {
  const text = (name: string, longest: number): string | null => {
    const value = fields[name];
    const trimmed = typeof value === 'string' ? value.replaceAll(/\p{Cc}/gu, ' ').trim() : '';
    return trimmed === '' ? null : trimmed.slice(0, longest);
  };
  const url = (name: string): string | null => {
    const value = text(name, LONGEST_URL);
    return value !== null && /^https?:\/\//i.test(value) && URL.canParse(value) ? value : null;
  };
  return {
    utm: {
      source: text('utm_source', LONGEST_TAG),
      medium: text('utm_medium', LONGEST_TAG),
      campaign: text('utm_campaign', LONGEST_TAG),
      term: text('utm_term', LONGEST_TAG),
      content: text('utm_content', LONGEST_TAG),
    },
    referrer: url('referrer'),
    landingPage: url('landing_page'),
  };
});

/** The five UTM parameters of an address. */
const tagsOf = (address: string | null): Readonly<Record<string, string>> =>
  address === null
    ? {}
    : Object.fromEntries([...new URL(address).searchParams].filter(([name]) => name.startsWith('utm_')));

/**
 * Where a buyer came from, by the form's fields, else by the query of the address it was sent to, else by the page that it was sent from: that is the landing
 * page, whose UTM parameters count.
 */
export const readOrigin = (
  fields: Readonly<Record<string, unknown>>,
  query: Readonly<Record<string, string | undefined>>,
  from: string | undefined,
): Origin => {
  const page =
    from !== undefined && /^https?:\/\//i.test(from) && URL.canParse(from) ? from.slice(0, LONGEST_URL) : null;
  const landing = Given.parse(fields).landingPage ?? page;
  const given = Object.fromEntries(Object.entries({ ...query, ...fields }).filter(([, value]) => value !== ''));
  return { ...Given.parse({ ...tagsOf(landing), ...given }), landingPage: landing };
};
