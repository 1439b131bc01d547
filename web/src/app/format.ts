/** Numbers, money and times as the viewer's own language and zone write them. */
const locale = undefined;

const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
const fineShare = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
const LEAST_SHARE = 0.001;
const dollars = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD' });
const fineDollars = new Intl.NumberFormat(locale, {
  style: 'currency',
  currency: 'USD',
  minimumFractionDigits: 2,
  maximumFractionDigits: 4,
});
const wholeDollars = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD', maximumFractionDigits: 0 });
const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const dateTimeZone = new Intl.DateTimeFormat(locale, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
});
const regions = new Intl.DisplayNames(locale, { type: 'region' });

export const formatCount = (value: number): string => whole.format(value);
export const formatRate = (value: number): string => oneDigit.format(value);
/** A share 0..1 as percent; below one percent with a decimal, so that few is not shown as none. */
export const formatShare = (value: number): string => {
  if (value > 0 && value < LEAST_SHARE) return `< ${fineShare.format(LEAST_SHARE)}`;
  return (value > 0 && value < 0.01 ? fineShare : share).format(value);
};
/** US dollars; amounts below a cent keep four decimals. */
export const formatUsd = (value: number): string =>
  (value !== 0 && Math.abs(value) < 0.01 ? fineDollars : dollars).format(value);
/** US dollars for one of many: a price below a dollar is not rounded to cents. */
export const formatUnitUsd = (value: number): string => fineDollars.format(value);
/** Dollars without cents, for estimates. */
export const formatUsdWhole = (value: number): string => wholeDollars.format(value);
/** An amount in the currency's unit; code in any case. */
export const formatMoney = (value: number, currency: string): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency: currency.toUpperCase() }).format(value);
/** Minor units of a currency, as Stripe counts them: most have two decimals, some none, some three. */
export const formatMinor = ({ amount, currency }: { amount: number; currency: string }): string => {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency: currency.toUpperCase() });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
};
/** An ISO instant in the viewer's zone. */
export const formatTime = (instant: string): string => dateTime.format(new Date(instant));
/** An ISO instant in the viewer's zone, with the zone's name. */
export const formatTimeWithZone = (instant: string): string => dateTimeZone.format(new Date(instant));
/** Country name of an ISO 3166-1 alpha-2 code; the code itself when the browser does not know it. */
export const formatCountry = (code: string): string => {
  try {
    return regions.of(code) ?? code;
  } catch {
    return code;
  }
};

/** Seconds as a person says them: `42 s`, `3 min 5 s`, `2 h 4 min`. */
export const formatSeconds = (seconds: number): string => {
  const total = Math.max(0, Math.round(seconds));
  if (total < 60) return `${total} s`;
  const minutes = Math.floor(total / 60);
  if (minutes < 60) return `${minutes} min ${total % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};
