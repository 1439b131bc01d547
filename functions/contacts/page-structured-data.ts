import * as z from 'zod';
import { jsonLdOf, type Tree } from './page-text.ts';

/** A node of a page's JSON-LD (schema.org), as it was written; nothing in it is to be trusted. */
export type Thing = Readonly<Record<string, unknown>>;

const Thing = z.record(z.string(), z.unknown());
const DEEPEST = 6;
const MOST = 200;

/** All objects within a page's JSON-LD blocks, outer before inner. Blocks that are not JSON are passed over. */
export const structuredData = (tree: Tree): readonly Thing[] => {
  const things: Thing[] = [];
  const collect = (value: unknown, depth: number): void => {
    if (depth > DEEPEST || things.length >= MOST) return;
    if (Array.isArray(value)) {
      for (const one of value) collect(one, depth + 1);
      return;
    }
    const thing = Thing.safeParse(value).data;
    if (thing === undefined) return;
    things.push(thing);
    for (const one of Object.values(thing)) if (typeof one === 'object') collect(one, depth + 1);
  };
  for (const text of jsonLdOf(tree)) {
    try {
      collect(JSON.parse(text), 0);
    } catch {
      // A site's broken block is the site's affair.
    }
  }
  return things;
};

/** The texts that stand at a property, one or several. */
export const textsAt = (thing: Thing, property: string): readonly string[] =>
  [thing[property]].flat().flatMap((value) => (typeof value === 'string' && value.trim() !== '' ? [value.trim()] : []));

/** The objects that stand at a property, one or several. */
export const thingsAt = (thing: Thing, property: string): readonly Thing[] =>
  [thing[property]].flat().flatMap((value) => {
    const one = Thing.safeParse(value).data;
    return one === undefined ? [] : [one];
  });

export const isA = (thing: Thing, type: string): boolean => textsAt(thing, '@type').includes(type);
