import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as z from 'zod';

/** JSON as few bytes: a package of copy is about 30 KB, a third of that packed, and the table charges by the kilobyte. */
export const packJson = (value: unknown): Uint8Array => deflateRawSync(Buffer.from(JSON.stringify(value), 'utf8'));
export const Packed = z.instanceof(Uint8Array);
export const unpackJson = (packed: Uint8Array): unknown => JSON.parse(inflateRawSync(packed).toString('utf8'));
