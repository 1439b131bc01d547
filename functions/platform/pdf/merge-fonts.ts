import { readCharacters, writeCharacters } from './character-map.ts';
import { type FontTables, tableOf } from './true-type.ts';

/**
 * One font of several subsets of the same design: all glyphs one after the other, the kerning and ligatures of the first. A word whose letters lie in two fonts
 * is two runs to react-pdf, and it may break and hyphenate a line between them.
 * @throws Error when there is no subset, or one of them lacks a table.
 */
export const mergeFonts = (subsets: readonly FontTables[]): FontTables => {
  const [first] = subsets;
  if (first === undefined) throw new Error('There is no font to merge');
  const glyphs: Buffer[] = [];
  const metrics: Buffer[] = [];
  const characters = new Map<number, number>();
  for (const subset of subsets) {
    const offset = glyphs.length;
    glyphs.push(...glyphsOf(subset).map((glyph) => withOffset(glyph, offset)));
    metrics.push(metricsOf(subset));
    for (const [character, glyph] of readCharacters(tableOf(subset, 'cmap')))
      if (!characters.has(character)) characters.set(character, glyph + offset);
  }
  return new Map([
    ...first,
    ...outlines(glyphs),
    ['hmtx', Buffer.concat(metrics)],
    ['cmap', writeCharacters(characters)],
    ['head', changed(first, 'head', 50, 1)],
    ['maxp', changed(first, 'maxp', 4, glyphs.length)],
    ['hhea', changed(first, 'hhea', 34, glyphs.length)],
    // Names of glyphs are left out (format 3): their list would have to be merged too, and nothing reads it.
    ['post', Buffer.concat([Buffer.from([0, 3, 0, 0]), tableOf(first, 'post').subarray(4, 32)])],
  ]);
};

/** A copy of a table with one 16-bit field set. */
const changed = (tables: FontTables, tag: string, field: number, value: number): Buffer => {
  const table = Buffer.from(tableOf(tables, tag));
  table.writeUInt16BE(value, field);
  return table;
};

const countOf = (tables: FontTables): number => tableOf(tables, 'maxp').readUInt16BE(4);

/** Every glyph's outline, empty where it has none ("loca", "glyf"). */
const glyphsOf = (tables: FontTables): Buffer[] => {
  const [loca, glyf] = [tableOf(tables, 'loca'), tableOf(tables, 'glyf')];
  const long = tableOf(tables, 'head').readUInt16BE(50) === 1;
  const offset = (at: number): number => (long ? loca.readUInt32BE(at * 4) : loca.readUInt16BE(at * 2) * 2);
  return Array.from({ length: countOf(tables) }, (_, at) => glyf.subarray(offset(at), offset(at + 1)));
};

/** Advance width and side bearing of every glyph ("hmtx"): those past the last full entry share its width. */
const metricsOf = (tables: FontTables): Buffer => {
  const [hmtx, full] = [tableOf(tables, 'hmtx'), tableOf(tables, 'hhea').readUInt16BE(34)];
  const count = countOf(tables);
  const metrics = Buffer.alloc(count * 4);
  for (let at = 0; at < count; at += 1) {
    metrics.writeUInt16BE(hmtx.readUInt16BE(Math.min(at, full - 1) * 4), at * 4);
    metrics.writeUInt16BE(hmtx.readUInt16BE(at < full ? at * 4 + 2 : full * 4 + (at - full) * 2), at * 4 + 2);
  }
  return metrics;
};

/** "glyf" and "loca" in its long form. */
const outlines = (glyphs: readonly Buffer[]): readonly (readonly [string, Buffer])[] => {
  const loca = Buffer.alloc((glyphs.length + 1) * 4);
  let end = 0;
  for (const [at, glyph] of glyphs.entries()) {
    end += glyph.length;
    loca.writeUInt32BE(end, (at + 1) * 4);
  }
  return [
    ['glyf', Buffer.concat(glyphs)],
    ['loca', loca],
  ];
};

/** Flags of a component (OpenType specification, "glyf", composite glyph description). */
const [WORDS, SCALED, MORE, TWO_SCALES, TWO_BY_TWO] = [0x1, 0x8, 0x20, 0x40, 0x80] as const;

/** A glyph whose components, if it is made of any, are found `offset` glyphs later. */
const withOffset = (glyph: Buffer, offset: number): Buffer => {
  if (offset === 0 || glyph.length === 0 || glyph.readInt16BE(0) >= 0) return glyph;
  const moved = Buffer.from(glyph);
  let flags: number = MORE;
  for (let at = 10; (flags & MORE) !== 0; ) {
    flags = moved.readUInt16BE(at);
    moved.writeUInt16BE(moved.readUInt16BE(at + 2) + offset, at + 2);
    at += 4 + ((flags & WORDS) === 0 ? 2 : 4);
    if ((flags & SCALED) !== 0) at += 2;
    else if ((flags & TWO_SCALES) !== 0) at += 4;
    else if ((flags & TWO_BY_TWO) !== 0) at += 8;
  }
  return moved;
};
