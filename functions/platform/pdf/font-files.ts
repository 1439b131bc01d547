import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

/** Beside a function's bundle lie the files that `lib/bundling/font-assets.ts` puts there; elsewhere they are in the installed packages. */
const BUNDLED = fileURLToPath(new URL('./fonts', import.meta.url));
const packages = createRequire(import.meta.url);

/** The packages that fonts are taken from, and which of their subsets. A pattern so that a package's own Latin letters are not used beside ours. */
export const FONT_PACKAGES = {
  'noto-sans': /^[a-z-]+$/,
  'noto-sans-arabic': /^(?:arabic|math|symbols)$/,
  'noto-sans-hebrew': /^hebrew$/,
  'noto-sans-thai': /^thai$/,
  'sawarabi-gothic': /^\[\d+\]$/,
  'gowun-dodum': /^\[\d+\]$/,
  'zcool-xiaowei': /^\[\d+\]$/,
  'chocolate-classical-sans': /^\[\d+\]$/,
} as const satisfies Readonly<Record<string, RegExp>>;
export type FontPackage = keyof typeof FONT_PACKAGES;
export type FontWeight = 400 | 700;

const folderOf = (name: FontPackage): string => {
  const bundled = join(BUNDLED, name);
  return existsSync(bundled) ? bundled : dirname(packages.resolve(`@fontsource/${name}/unicode.json`));
};

/** The file of a subset in a weight; a package without bold letters gives its regular ones. */
export const fontFile = (name: FontPackage, subset: string, weight: FontWeight): string => {
  const fileOf = (wished: FontWeight): string =>
    join(folderOf(name), 'files', `${name}-${subset.replaceAll(/[[\]]/g, '')}-${String(wished)}-normal.woff`);
  const file = fileOf(weight);
  return existsSync(file) ? file : fileOf(400);
};

/** First and last code point. */
export type CodePoints = readonly [first: number, last: number];
export type Subset = Readonly<{ package: FontPackage; subset: string; ranges: readonly CodePoints[] }>;

const Ranges = z.record(z.string(), z.string());

const rangesOf = (text: string): CodePoints[] =>
  text.split(',').map((part) => {
    const [first = '', last = first] = part.trim().replace(/^U\+/i, '').split('-');
    return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
  });

/** The subsets of a package that are used, with the characters that it says they are for. */
export const readSubsets = async (name: FontPackage): Promise<readonly Subset[]> =>
  Object.entries(Ranges.parse(JSON.parse(await readFile(join(folderOf(name), 'unicode.json'), 'utf8'))))
    .filter(([subset]) => FONT_PACKAGES[name].test(subset))
    .map(([subset, ranges]) => ({ package: name, subset, ranges: rangesOf(ranges) }));
