import type { Money } from '../platform/money.ts';

/** What a report costs when a deployment names no other price. The server decides it; a page only shows it. */
export const REPORT_PRICE: Money = { amount: 39_900, currency: 'usd' };

/** An amount of money for a reader, e.g. `$399` or `$399.50`. */
export const priceText = ({ amount, currency }: Money): string =>
  new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: currency.toUpperCase(),
    minimumFractionDigits: amount % 100 === 0 ? 0 : 2,
  }).format(amount / 100);
