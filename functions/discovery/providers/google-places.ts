import * as z from 'zod';
import type { IcpCriteria } from '../../campaigns/icp.ts';
import type { ProviderCall, ProviderFailureKind } from '../../platform/provider-call.ts';
import { failureOf } from '../../platform/provider-failure.ts';
import { DAY } from '../../platform/time.ts';
import { distinct } from '../cells.ts';
import { foundCompanies, type Told } from '../found-company.ts';
import { type CompanyPage, failedPage, freePage, type PageWish, type PaidProvider } from '../provider.ts';
import { markedAfter, readCursor, writeCursor } from '../provider-cursor.ts';
import { costOfUnits } from '../provider-prices.ts';
import { rowsOf, unreadNotes } from '../provider-rows.ts';
import { localQuestions } from './local-search.ts';

export const GOOGLE_PLACES_REQUESTS_PER_MINUTE = 300;
/** A page of theirs; three pages a question. */
const LARGEST_PAGE = 20;
const KEPT = DAY;

/** Mandatory: without it every request fails. Each field decides the price; a website makes it the Enterprise one. */
const FIELD_MASK = [
  'places.displayName',
  'places.websiteUri',
  'places.formattedAddress',
  'places.addressComponents',
  'places.primaryTypeDisplayName',
  'places.types',
  'places.businessStatus',
  'nextPageToken',
].join(',');

const text = z.string().nullish();
const Place = z.looseObject({
  displayName: z.looseObject({ text: z.string() }).nullish(),
  websiteUri: text,
  formattedAddress: text,
  addressComponents: z
    .array(z.looseObject({ longText: text, shortText: text, types: z.array(z.string()).nullish() }))
    .nullish(),
  primaryTypeDisplayName: z.looseObject({ text: z.string() }).nullish(),
  types: z.array(z.string()).nullish(),
  businessStatus: text,
});
type Place = z.infer<typeof Place>;

/** An answer without places is `{}`: nobody. */
const Found = z.looseObject({ places: rowsOf(Place).prefault([]), nextPageToken: text });
const Cursor = z.object({ at: z.int().nonnegative(), token: z.string().nullable(), marks: z.array(z.string()) });

/** A wrong key is a 400 with the reason API_KEY_INVALID; 403 tells a key that may not call this, or a project without billing. */
export const googleMeaning = ({ status, body }: { status: number; body: unknown }): ProviderFailureKind | undefined => {
  const words = JSON.stringify(body ?? '');
  if (status === 400 && /API_KEY_INVALID|API key not valid|API key expired/i.test(words)) return 'bad_key';
  if (status === 403) return /billing/i.test(words) ? 'no_credits' : 'not_permitted';
  // A quota of a day is used up until tomorrow; of a minute, for a moment.
  return status === 429 && /per day|PerDay/i.test(words) ? 'no_credits' : undefined;
};

export const googleHeaders = (apiKey: string): Readonly<Record<string, string>> => ({ 'x-goog-api-key': apiKey });

const part = ({ addressComponents }: Place, type: string): string | null =>
  addressComponents?.find(({ types }) => types?.includes(type) === true)?.longText ?? null;

const STATUSES: Readonly<Record<string, string>> = { OPERATIONAL: 'active', CLOSED_PERMANENTLY: 'closed' };

/** Types that every business has. */
const GENERAL = new Set(['point_of_interest', 'establishment', 'store', 'service']);

const toldBy = (place: Place): Told => ({
  name: place.displayName?.text,
  website: place.websiteUri,
  industry: place.primaryTypeDisplayName?.text,
  keywords: (place.types ?? []).filter((type) => !GENERAL.has(type)).map((type) => type.replaceAll('_', ' ')),
  city: part(place, 'locality') ?? part(place, 'postal_town'),
  region: part(place, 'administrative_area_level_1'),
  country: part(place, 'country'),
  location: place.formattedAddress,
  status: STATUSES[place.businessStatus ?? ''],
});

/** The provider `google-places` (Places API New): a text search of each kind of business in each place, twenty a page, sixty a question. */
export const createGooglePlaces = ({ call, clock }: { call: ProviderCall; clock: () => number }): PaidProvider => {
  const search = async (icp: IcpCriteria, { cursor, limit }: PageWish): Promise<CompanyPage> => {
    const at = cursor === null ? { at: 0, token: null, marks: [] } : readCursor(Cursor, cursor);
    const kinds = distinct(icp.industries.length > 0 ? icp.industries : icp.keywords);
    const questions = localQuestions(kinds, icp);
    const question = questions[at.at];
    if (questions.length === 0)
      return failedPage(
        failureOf(
          'google-places',
          'bad_request',
          'it searches by kind of business: the profile needs an industry or a keyword',
        ),
      );
    if (question === undefined) return freePage({ companies: [], nextCursor: null, totalFound: null });
    const { what, where } = question;
    const reply = await call({
      method: 'POST',
      path: '/v1/places:searchText',
      headers: { 'x-goog-fieldmask': FIELD_MASK },
      body: {
        textQuery: where === null ? what : `${what} in ${where}`,
        // All parameters but the token must stay the same from page to page.
        pageSize: LARGEST_PAGE,
        languageCode: 'en',
        ...(at.token === null ? {} : { pageToken: at.token }),
      },
      schema: Found,
      cost: () => costOfUnits('google-places', 1),
      costOfUnread: () => costOfUnits('google-places', 1),
      cacheFor: KEPT,
    });
    if (!reply.ok) return failedPage(reply.failure, reply.costMicroUsd);
    const { places, nextPageToken: token } = reply.value;
    const marks = markedAfter(at.marks, token);
    const next =
      marks === undefined
        ? at.at + 1 < questions.length
          ? { at: at.at + 1, token: null, marks: [] }
          : null
        : { at: at.at, token, marks };
    return {
      companies: foundCompanies(places.rows.map(toldBy), 'google-places', clock()).slice(0, limit),
      nextCursor: next === null ? null : writeCursor(next),
      totalFound: null,
      cost: reply.costMicroUsd,
      credits: reply.credits,
      outside: 0,
      notes: unreadNotes('google-places', places),
      failure: null,
    };
  };

  return {
    search,
    largestPage: LARGEST_PAGE,
    mostFor: (companies) => costOfUnits('google-places', Math.max(1, Math.ceil(companies / LARGEST_PAGE))).microUsd,
  };
};
