import * as z from 'zod';

/** An instant as ISO 8601 in UTC with milliseconds, e.g. `2026-11-21T09:30:00.000Z`; sorts as text. */
export const Instant = z.iso.datetime({ precision: 3 });
export type Instant = string;

/** Where the current time comes from; milliseconds since the epoch. Rules take it as an argument. */
export type Clock = () => number;

export const systemClock: Clock = () => Date.now();

/** Gives the instant of `milliseconds` since the epoch. */
export const instant = (milliseconds: number): Instant => new Date(milliseconds).toISOString();

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Seconds since the epoch, the unit DynamoDB's TTL wants. */
export const epochSeconds = (milliseconds: number): number => Math.floor(milliseconds / SECOND);
