import { addressParser } from 'postal-mime';

export type MimeHeader = { name: string; value: string };

/** A raw mail taken apart as far as its envelope needs: unfolded headers in order, and the body's bytes untouched. */
export type MimeMessage = { headers: readonly MimeHeader[]; body: Uint8Array };

/** Splits a raw mail at its first empty line. */
export function parseMime(raw: Uint8Array): MimeMessage {
  const text = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1');
  const gap = /\r?\n\r?\n/.exec(text);
  const head = text.slice(0, gap ? gap.index : text.length);
  const body = raw.subarray(gap ? gap.index + gap[0].length : raw.length);
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const headers = lines.flatMap((line) => {
    const colon = line.indexOf(':');
    const value = Buffer.from(line.slice(colon + 1).trim(), 'latin1').toString('utf8');
    return colon > 0 ? [{ name: line.slice(0, colon).trim(), value }] : [];
  });
  return { headers, body };
}

/** The mail with some headers dropped (lower-case names) and others put first. Kept headers stay as they were written. */
export function withHeaders(
  raw: Uint8Array,
  dropped: (name: string) => boolean,
  added: readonly MimeHeader[],
): Uint8Array {
  const text = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1');
  const gap = /\r?\n\r?\n/.exec(text);
  const fields = text.slice(0, gap ? gap.index : text.length).split(/\r?\n(?![ \t])/);
  const kept = fields.filter((field) => !dropped(field.slice(0, field.indexOf(':')).trim().toLowerCase()));
  const head = [...added.map(({ name, value }) => `${name}: ${value}`), ...kept].join('\r\n');
  const body = raw.subarray(gap ? gap.index + gap[0].length : raw.length);
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'latin1'), body]);
}

/** The value of the first header of this name, whatever its case. */
export function headerValue({ headers }: MimeMessage, name: string): string | undefined {
  return headers.find((header) => header.name.toLowerCase() === name.toLowerCase())?.value;
}

/** The bare addresses of an address list; groups are taken apart. */
export function addressesIn(list: string | undefined): string[] {
  if (list === undefined || list.trim() === '') return [];
  return addressParser(list, { flatten: true }).map(({ address = '', name }) => (address === '' ? name : address));
}
