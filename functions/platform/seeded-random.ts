/**
 * Numbers in [0, 1) that are the same for the same seed on every machine: what is drawn with them comes out the same again.
 * Source: mulberry32 by Tommy Ettinger (public domain).
 */
export const createSeededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** Puts the numbers in an order that the random numbers tell (Fisher and Yates), in place. */
export const shuffle = (numbers: Int32Array, random: () => number): Int32Array => {
  for (let at = numbers.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const kept = numbers[at] ?? 0;
    numbers[at] = numbers[other] ?? 0;
    numbers[other] = kept;
  }
  return numbers;
};
