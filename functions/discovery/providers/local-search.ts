import type { IcpCriteria } from '../../campaigns/icp.ts';
import { countryNameOf, readAskedPlace } from '../places.ts';

/** One question to a provider of local businesses: what, and where. */
export type LocalQuestion<What> = Readonly<{ what: What; where: string | null }>;

/** Questions of one search at most; places and kinds that a profile names further on are not asked for. */
const MOST_QUESTIONS = 200;
const CITIES = 8;

/** A place as those that a map knows: a part of the world as its countries, a metropolitan area as its largest cities. */
const onTheMap = (location: string): readonly string[] => {
  const asked = readAskedPlace(location);
  switch (asked.kind) {
    case 'remote':
      return [];
    case 'area':
      return [...asked.countries].map(countryNameOf);
    case 'metro':
      return [...asked.metro.cities].slice(0, CITIES).map((city) => `${city}, ${countryNameOf(asked.metro.country)}`);
    case 'place':
      return [location];
  }
};

/** Every kind of business in every place of a profile, places first; `null` stands for a profile without places. */
export const localQuestions = <What>(
  kinds: readonly What[],
  { locations }: Pick<IcpCriteria, 'locations'>,
): readonly LocalQuestion<What>[] => {
  const places = locations.flatMap(onTheMap);
  const wheres = places.length === 0 ? [null] : places;
  return wheres.flatMap((where) => kinds.map((what) => ({ what, where }))).slice(0, MOST_QUESTIONS);
};
