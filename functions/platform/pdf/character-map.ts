/** Code points and the glyphs that draw them (OpenType specification, "cmap"). */
export type Characters = ReadonlyMap<number, number>;

const SEGMENTED = 4;
const FULL = 12;

/** What a "cmap" table maps: its full table where it has one, else the one of the basic plane. */
export const readCharacters = (cmap: Buffer): Characters => {
  const offsets = Array.from({ length: cmap.readUInt16BE(2) }, (_, at) => cmap.readUInt32BE(4 + at * 8 + 4));
  const withFormat = (format: number): number | undefined =>
    offsets.find((offset) => cmap.readUInt16BE(offset) === format);
  const [full, segmented] = [withFormat(FULL), withFormat(SEGMENTED)];
  if (full !== undefined) return readFull(cmap.subarray(full));
  if (segmented !== undefined) return readSegmented(cmap.subarray(segmented));
  throw new Error('This font maps no Unicode characters');
};

const readFull = (table: Buffer): Characters => {
  const map = new Map<number, number>();
  for (let at = 16; at < 16 + table.readUInt32BE(12) * 12; at += 12) {
    const [first, last, glyph] = [table.readUInt32BE(at), table.readUInt32BE(at + 4), table.readUInt32BE(at + 8)];
    for (let character = first; character <= last; character += 1) map.set(character, glyph + character - first);
  }
  return map;
};

const readSegmented = (table: Buffer): Characters => {
  const map = new Map<number, number>();
  const size = table.readUInt16BE(6);
  const [ends, starts, deltas, offsets] = [14, 16 + size, 16 + 2 * size, 16 + 3 * size] as const;
  for (let at = 0; at < size; at += 2) {
    const [first, last] = [table.readUInt16BE(starts + at), table.readUInt16BE(ends + at)];
    const [delta, offset] = [table.readUInt16BE(deltas + at), table.readUInt16BE(offsets + at)];
    for (let character = first; character <= last && character !== 0xffff; character += 1) {
      const listed = offset === 0 ? character : table.readUInt16BE(offsets + at + offset + (character - first) * 2);
      const glyph = listed === 0 ? 0 : (listed + delta) & 0xffff;
      if (glyph !== 0) map.set(character, glyph);
    }
  }
  return map;
};

/** A "cmap" table of one full mapping. */
export const writeCharacters = (characters: Characters): Buffer => {
  const sorted = [...characters].sort(([one], [other]) => one - other);
  const groups: [first: number, last: number, glyph: number][] = [];
  for (const [character, glyph] of sorted) {
    const group = groups.at(-1);
    if (group !== undefined && group[1] + 1 === character && group[2] + character - group[0] === glyph)
      group[1] = character;
    else groups.push([character, character, glyph]);
  }
  const table = Buffer.alloc(12 + 16 + groups.length * 12);
  // Version 0, one table: platform 3 (Windows), encoding 10 (full Unicode), 12 bytes on.
  for (const [at, value] of [0, 1, 3, 10].entries()) table.writeUInt16BE(value, at * 2);
  table.writeUInt32BE(12, 8);
  table.writeUInt16BE(FULL, 12);
  table.writeUInt32BE(16 + groups.length * 12, 16);
  table.writeUInt32BE(groups.length, 24);
  for (const [at, group] of groups.entries())
    for (const [field, value] of group.entries()) table.writeUInt32BE(value, 28 + at * 12 + field * 4);
  return table;
};
