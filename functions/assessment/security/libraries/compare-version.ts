/**
 * Compares two versions part by part: numbers as numbers; a part that is a word (`beta1`, `rc.2`) comes before the release it leads to; parts that are
 * missing are 0. Negative when `a` is the older one.
 */
export const compareVersions = (a: string, b: string): number => {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let n = 0; n < Math.max(left.length, right.length); n += 1) {
    const difference = comparePart(left[n] ?? 0, right[n] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

const partsOf = (version: string): readonly (number | string)[] =>
  version
    .toLowerCase()
    .split(/[.\-+_]|(?<=\d)(?=[a-z])/)
    .filter((part) => part !== '')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));

const comparePart = (a: number | string, b: number | string): number => {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  return typeof a === 'string' ? -1 : 1;
};
