import { setTimeout as pause } from 'node:timers/promises';

/** A wait that comes about early costs nothing; a loaded machine is slow. */
const LONGEST_MS = 120_000;
const PAUSE_MS = 50;

/** Looks until what is seen is wanted, and gives it; after two minutes gives what is seen then. */
export const eventually = async <Value>(
  look: () => Value | Promise<Value>,
  wanted: (value: Value) => boolean,
): Promise<Value> => {
  const end = Date.now() + LONGEST_MS;
  for (;;) {
    const value = await look();
    if (wanted(value) || Date.now() > end) return value;
    await pause(PAUSE_MS);
  }
};

/** Looks until there is something, and gives it. @throws Error when there is nothing after two minutes */
export const until = async <Value>(look: () => Value | Promise<Value>): Promise<Exclude<Value, undefined | false>> => {
  const found = await eventually(look, (value) => value !== undefined && value !== false);
  if (found === undefined || found === false) throw new Error('it did not come about within two minutes');
  return found as Exclude<Value, undefined | false>;
};
