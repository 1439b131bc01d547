import * as z from 'zod';

/** Micro-dollars: one millionth of a US dollar, the unit in which small outside costs are added up without rounding. */
export const MicroUsd = z.int();
export type MicroUsd = number;

/** Integer minor units of a currency (cents), ISO 4217 code in lower case, e.g. `{ amount: 39900, currency: 'usd' }`. */
export const Money = z.object({ amount: z.int(), currency: z.string().regex(/^[a-z]{3}$/) });
export type Money = Readonly<z.infer<typeof Money>>;

/** Dollars as a number for display and JSON output; never used to add up. */
export const toUsd = (micro: MicroUsd): number => micro / 1_000_000;
