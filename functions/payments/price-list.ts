import type { Money } from '../platform/money.ts';
import { REPORT_PRICE } from '../reports/report-price.ts';

/** What is for sale, by what it is called on the checkout page; prices stand here and are never taken from a browser. */
export const PRICE_LIST = {
  website_report: {
    name: 'Website assessment report',
    description: 'Every finding with its evidence, what it costs and how to mend it, as a PDF and a web page',
    price: REPORT_PRICE,
  },
} as const satisfies Readonly<Record<string, Readonly<{ name: string; description: string; price: Money }>>>;
