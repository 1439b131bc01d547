import { inflateSync } from 'node:zlib';

/** The tables of a TrueType font by their tags. */
export type FontTables = ReadonlyMap<string, Buffer>;

const WOFF = 0x774f4646;
const TRUE_TYPE = 0x00010000;
const [WOFF_HEADER, WOFF_ENTRY, HEADER, ENTRY] = [44, 20, 12, 16] as const;

/**
 * The tables of a WOFF file (W3C, "WOFF File Format 1.0", § 4 and 5).
 * @throws Error when it is no WOFF file with TrueType outlines.
 */
export const readWoff = (file: Buffer): FontTables => {
  if (file.readUInt32BE(0) !== WOFF || file.readUInt32BE(4) !== TRUE_TYPE)
    throw new Error('This is no WOFF file with TrueType outlines');
  const tables = new Map<string, Buffer>();
  for (let at = 0; at < file.readUInt16BE(12); at += 1) {
    const entry = WOFF_HEADER + at * WOFF_ENTRY;
    const [offset, packed, length] = [4, 8, 12].map((field) => file.readUInt32BE(entry + field)) as [
      number,
      number,
      number,
    ];
    const bytes = file.subarray(offset, offset + packed);
    tables.set(file.toString('latin1', entry, entry + 4), packed < length ? inflateSync(bytes) : bytes);
  }
  return tables;
};

/** A table of the font. @throws Error when it has none of this tag. */
export const tableOf = (tables: FontTables, tag: string): Buffer => {
  const table = tables.get(tag);
  if (table === undefined) throw new Error(`This font has no table ${tag}`);
  return table;
};

/** A font file of tables (OpenType specification, "Organization of an OpenType Font"). Checksums are left out: our reader does not look at them. */
export const writeFont = (tables: FontTables): Buffer => {
  const tags = [...tables.keys()].sort();
  const header = Buffer.alloc(HEADER + tags.length * ENTRY);
  header.writeUInt32BE(TRUE_TYPE, 0);
  header.writeUInt16BE(tags.length, 4);
  const parts: Buffer[] = [header];
  let offset = header.length;
  for (const [at, tag] of tags.entries()) {
    const table = tableOf(tables, tag);
    const entry = HEADER + at * ENTRY;
    header.write(tag, entry, 'latin1');
    header.writeUInt32BE(offset, entry + 8);
    header.writeUInt32BE(table.length, entry + 12);
    const padded = Math.ceil(table.length / 4) * 4;
    parts.push(table, Buffer.alloc(padded - table.length));
    offset += padded;
  }
  return Buffer.concat(parts);
};
