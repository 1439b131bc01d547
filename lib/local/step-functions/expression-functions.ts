import { createHash } from 'node:crypto';
import jsonata from 'jsonata';

/**
 * The functions Step Functions adds to JSONata: $partition, $range, $hash, $random, $uuid and $parse
 * (developer guide, "Transforming data with JSONata"), plus $now and $millis bound to the interpreter's clock.
 */
export type FunctionSources = {
  readonly now: () => number;
  readonly random: () => number;
  readonly uuid: () => string;
};

const ALGORITHMS: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** As many items as JSONata's own range operator allows. */
const LONGEST_RANGE = 10_000_000;

const wholeNumber = (value: unknown, name: string): number => {
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new Error(`${name} must be an integer`);
  return value;
};

const partition = (items: unknown, size: unknown): unknown[][] => {
  const step = wholeNumber(size, 'the size of a $partition');
  if (step < 1) throw new Error('the size of a $partition must be positive');
  // JSONata takes a single value for an array of one.
  const list: unknown[] = Array.isArray(items) ? items : [items];
  const parts: unknown[][] = [];
  for (let start = 0; start < list.length; start += step) parts.push(list.slice(start, start + step));
  return parts;
};

const range = (first: unknown, last: unknown, step: unknown): number[] => {
  const from = wholeNumber(first, 'the start of a $range');
  const to = wholeNumber(last, 'the end of a $range');
  const by = wholeNumber(step, 'the step of a $range');
  if (by === 0) throw new Error('the step of a $range must not be zero');
  const length = Math.max(0, Math.floor((to - from) / by) + 1);
  if (length > LONGEST_RANGE) throw new Error(`a $range may hold at most ${String(LONGEST_RANGE)} items`);
  return Array.from({ length }, (_, index) => from + index * by);
};

const hash = (data: unknown, algorithm: unknown): string => {
  const known = typeof algorithm === 'string' ? ALGORITHMS[algorithm] : undefined;
  if (known === undefined) throw new Error(`$hash takes one of ${Object.keys(ALGORITHMS).join(', ')}`);
  return createHash(known)
    .update(typeof data === 'string' ? data : JSON.stringify(data))
    .digest('hex');
};

/** Mulberry32: the same seed gives the same number, as the documentation promises for a seeded $random. */
const seeded = (seed: number): number => {
  let state = (seed + 0x6d2b79f5) | 0;
  state = Math.imul(state ^ (state >>> 15), state | 1);
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
  return ((state ^ (state >>> 14)) >>> 0) / 4_294_967_296;
};

const parse = (text: unknown): unknown => {
  if (typeof text !== 'string') throw new Error('$parse takes a string of JSON');
  return JSON.parse(text);
};

const formattedInstant = jsonata('$fromMillis($at, $picture, $timezone)');

/** Bindings (without `$`) for every evaluation. */
export const stepFunctionsFunctions = ({ now, random, uuid }: FunctionSources): Readonly<Record<string, unknown>> => ({
  partition,
  range,
  hash,
  parse,
  uuid: () => uuid(),
  random: (seed: unknown) => (typeof seed === 'number' ? seeded(seed) : random()),
  millis: () => now(),
  now: (picture: unknown, timezone: unknown) =>
    picture === undefined
      ? new Date(now()).toISOString()
      : formattedInstant.evaluate(undefined, { at: now(), picture, timezone }),
});
