/** The zone of a country that spans several: where most of its companies sit. All others have one zone, or one that nearly everybody lives in. */
const CHOSEN: Readonly<Record<string, string>> = {
  AR: 'America/Argentina/Buenos_Aires',
  AU: 'Australia/Sydney',
  BR: 'America/Sao_Paulo',
  CA: 'America/Toronto',
  CD: 'Africa/Kinshasa',
  CL: 'America/Santiago',
  CN: 'Asia/Shanghai',
  CY: 'Asia/Nicosia',
  DE: 'Europe/Berlin',
  EC: 'America/Guayaquil',
  ES: 'Europe/Madrid',
  ID: 'Asia/Jakarta',
  KZ: 'Asia/Almaty',
  MN: 'Asia/Ulaanbaatar',
  MX: 'America/Mexico_City',
  MY: 'Asia/Kuala_Lumpur',
  NZ: 'Pacific/Auckland',
  PG: 'Pacific/Port_Moresby',
  PT: 'Europe/Lisbon',
  RU: 'Europe/Moscow',
  UA: 'Europe/Kyiv',
  US: 'America/New_York',
  UZ: 'Asia/Tashkent',
};

const known = new Map<string, string | null>();

const zoneOfRegion = (country: string): string | null => {
  if (!/^[A-Z]{2}$/.test(country)) return null;
  const locale: Intl.Locale & { getTimeZones?: () => string[] | undefined } = new Intl.Locale(`und-${country}`);
  return locale.getTimeZones?.()?.[0] ?? null;
};

/**
 * The IANA zone in which a recipient's working hours are counted: the country's (ISO 3166-1 alpha-2), else `fallback`. Countries with one zone
 * come from the CLDR data of the runtime.
 */
export const zoneOfCountry = (country: string | null, fallback: string): string => {
  if (country === null) return fallback;
  const code = country.toUpperCase();
  const found = known.get(code);
  if (found !== undefined) return found ?? fallback;
  const zone = CHOSEN[code] ?? zoneOfRegion(code);
  known.set(code, zone);
  return zone ?? fallback;
};
