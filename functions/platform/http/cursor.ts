import * as z from 'zod';

const Start = z.record(z.string(), z.union([z.string(), z.number()]));

/** An opaque cursor for the page that starts after `key`. */
export const encodeCursor = (key: Readonly<Record<string, unknown>> | undefined): string | null =>
  key === undefined ? null : Buffer.from(JSON.stringify(key), 'utf8').toString('base64url');

/**
 * The start key of a cursor, or undefined when it is not one of ours. The partition must be the one that the question asks for: a cursor
 * is a caller's input and must not lead into another workspace.
 */
export const decodeCursor = (
  cursor: string,
  partition: Readonly<{ name: string; value: string }>,
): Record<string, string | number> | undefined => {
  try {
    const start = Start.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return start[partition.name] === partition.value ? start : undefined;
  } catch {
    return undefined;
  }
};
