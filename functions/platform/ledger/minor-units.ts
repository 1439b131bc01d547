import type { Money } from '../money.ts';

/** Currencies whose smallest unit at Stripe is the unit itself, and those with three decimals. Source: Stripe, "Supported currencies". */
const ZERO_DECIMAL: ReadonlySet<string> = new Set(
  'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '),
);
const THREE_DECIMAL: ReadonlySet<string> = new Set('bhd jod kwd omr tnd'.split(' '));

/** How many millionths of a currency's unit its minor unit is: 10,000 for a US cent, 1,000,000 for a yen. */
export const microPerMinor = (currency: string): number => {
  if (ZERO_DECIMAL.has(currency)) return 1_000_000;
  return THREE_DECIMAL.has(currency) ? 1_000 : 10_000;
};

/**
 * An amount of minor units in the ledger's millionths.
 * @throws RangeError when it is no whole number or too large to be added up exactly.
 */
export const minorToMicro = ({ amount, currency }: Money): number => {
  const micro = amount * microPerMinor(currency);
  if (!Number.isSafeInteger(amount) || !Number.isSafeInteger(micro))
    throw new RangeError(`An amount of ${String(amount)} ${currency} cannot be booked exactly`);
  return micro;
};
