import type { Company } from '../discovery/company.ts';
import { type AskedPlace, closeness, type Place, readPlace } from '../discovery/places.ts';
import { type Fit, known, notAsked, unknown } from './fit.ts';

type Candidate = Readonly<{ place: Place; shown: string }>;

const placesOf = (company: Company): readonly Candidate[] => {
  const places = company.locations.map((location) => ({ place: readPlace(location), shown: location }));
  if (places.some(({ place }) => place.country !== null) || company.country === null) return places;
  const only: Place = { city: null, region: null, country: company.country, remote: false };
  return [...places, { place: only, shown: company.country }];
};

const REASONS: readonly (readonly [number, string])[] = [
  [1, 'In'],
  [0.6, 'In the same region as'],
  [0.01, 'In the same country as'],
];

/** Location: the nearest of the company's places to the nearest of those asked for; a company that works remotely is near everywhere. */
export const locationFit = (asked: readonly AskedPlace[], company: Company): Fit => {
  if (asked.length === 0) return notAsked('Any place is wanted');
  if (company.remote) return known(1, 'Works remotely, which counts for any place', 'Remote');
  const candidates = placesOf(company);
  if (candidates.length === 0) return unknown('The location is not known');
  let best: Readonly<{ value: number; wanted: AskedPlace; shown: string }> | undefined;
  for (const { place, shown } of candidates)
    for (const wanted of asked) {
      const value = closeness(place, wanted);
      if (value !== null && (best === undefined || value > best.value)) best = { value, wanted, shown };
    }
  if (best === undefined) return unknown('The country is not known');
  const { value, wanted, shown } = best;
  const how = REASONS.find(([least]) => value >= least)?.[1];
  return known(value, how === undefined ? 'Outside the wanted places' : `${how} ${wanted.text}`, shown);
};
