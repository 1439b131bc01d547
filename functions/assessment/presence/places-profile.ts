import * as z from 'zod';
import { costOfUnits } from '../../discovery/provider-prices.ts';
import type { ProviderCall } from '../../platform/provider-call.ts';
import { DAY } from '../../platform/time.ts';
import { hostDomain } from './business-facts.ts';

/** Each field decides the price: rating, hours and photos make it the Enterprise one (developers.google.com/maps/documentation/places/web-service/data-fields). */
const FIELD_MASK = [
  'places.id',
  'places.displayName',
  'places.formattedAddress',
  'places.nationalPhoneNumber',
  'places.websiteUri',
  'places.googleMapsUri',
  'places.rating',
  'places.userRatingCount',
  'places.businessStatus',
  'places.regularOpeningHours',
  'places.photos.name',
  'places.primaryTypeDisplayName',
].join(',');
/** As many as are looked through for the one with this website. */
const CANDIDATES = 5;

const text = z.string().nullish();
const Place = z.looseObject({
  id: text,
  displayName: z.looseObject({ text: z.string() }).nullish(),
  formattedAddress: text,
  nationalPhoneNumber: text,
  websiteUri: text,
  googleMapsUri: text,
  rating: z.number().nullish(),
  userRatingCount: z.number().nullish(),
  businessStatus: text,
  regularOpeningHours: z.looseObject({ weekdayDescriptions: z.array(z.string()).nullish() }).nullish(),
  /** At most ten are told. */
  photos: z.array(z.unknown()).nullish(),
  primaryTypeDisplayName: z.looseObject({ text: z.string() }).nullish(),
});
/** An answer without places is `{}`. */
const Found = z.looseObject({ places: z.array(Place).default([]) });

/** A business's profile on Google; null where it tells nothing. */
export type Profile = Readonly<{
  name: string | null;
  address: string | null;
  phone: string | null;
  website: string | null;
  mapsUrl: string;
  rating: number | null;
  reviews: number;
  photos: number;
  hours: readonly string[];
  category: string | null;
  status: 'open' | 'closed_temporarily' | 'closed_permanently' | null;
}>;

export type FindProfile = (
  business: Readonly<{ name: string; locality: string | null; domain: string }>,
) => Promise<
  Readonly<
    { ok: true; profile: Profile | null; costMicroUsd: number } | { ok: false; reason: string; costMicroUsd: number }
  >
>;

const STATUSES: Readonly<Record<string, Profile['status']>> = {
  OPERATIONAL: 'open',
  CLOSED_TEMPORARILY: 'closed_temporarily',
  CLOSED_PERMANENTLY: 'closed_permanently',
};

const profileOf = (place: z.infer<typeof Place>): Profile => ({
  name: place.displayName?.text ?? null,
  address: place.formattedAddress ?? null,
  phone: place.nationalPhoneNumber ?? null,
  website: place.websiteUri ?? null,
  mapsUrl: place.googleMapsUri ?? 'https://www.google.com/maps',
  rating: place.rating ?? null,
  reviews: place.userRatingCount ?? 0,
  photos: place.photos?.length ?? 0,
  hours: place.regularOpeningHours?.weekdayDescriptions ?? [],
  category: place.primaryTypeDisplayName?.text ?? null,
  status: STATUSES[place.businessStatus ?? ''] ?? null,
});

/** Finds the profile that names this website, by the business's name and place. One that only has a like name is somebody else's until it says otherwise: it is not taken. */
export const createFindProfile =
  ({ call }: { call: ProviderCall }): FindProfile =>
  async ({ name, locality, domain }) => {
    const reply = await call({
      method: 'POST',
      path: '/v1/places:searchText',
      headers: { 'x-goog-fieldmask': FIELD_MASK },
      body: {
        textQuery: locality === null ? `${name} ${domain}` : `${name} ${locality}`,
        pageSize: CANDIDATES,
        languageCode: 'en',
      },
      schema: Found,
      cost: () => costOfUnits('google-places', 1),
      costOfUnread: () => costOfUnits('google-places', 1),
      cacheFor: DAY,
    });
    if (!reply.ok) return { ok: false, reason: reply.failure.message, costMicroUsd: reply.costMicroUsd };
    const place = reply.value.places.find(({ websiteUri }) => hostDomain(websiteUri ?? '') === domain);
    return {
      ok: true,
      profile: place === undefined ? null : profileOf(place),
      costMicroUsd: reply.costMicroUsd,
    };
  };
