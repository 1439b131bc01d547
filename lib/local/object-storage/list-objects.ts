import * as z from 'zod';
import { escapeXml, ServiceError, xml } from '../protocol.ts';
import type { ObjectStore, StoredObject } from './object-store.ts';
import type { S3Request } from './s3-request.ts';
import type { Reply } from './write-object.ts';

/** Where a page ends and the next begins: after a key, or past all keys of a common prefix. */
const position = z.union([z.strictObject({ after: z.string() }), z.strictObject({ from: z.string() })]);
type Position = z.infer<typeof position>;

const LARGEST_PAGE = 1000;

type Page = { objects: StoredObject[]; prefixes: string[]; next: Position | undefined };

/** ListObjectsV2. With a delimiter it jumps over what a common prefix holds, so that its cost is that of the page. */
export function listObjects(request: S3Request, store: ObjectStore): Reply {
  const { bucket, query } = request;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const token = query.get('continuation-token');
  const maxKeys = Math.min(LARGEST_PAGE, Number(query.get('max-keys') ?? LARGEST_PAGE));
  if (!Number.isInteger(maxKeys) || maxKeys < 0) throw new ServiceError('InvalidArgument', 'max-keys is not valid');
  const start = token === null ? { after: query.get('start-after') ?? '' } : decodeToken(token);
  const page = collect(store, { bucket, prefix, delimiter, maxKeys, start });
  const write = (value: string) => escapeXml(query.get('encoding-type') === 'url' ? encodeURIComponent(value) : value);
  const fields = [
    xml('Name', escapeXml(bucket)),
    xml('Prefix', write(prefix)),
    xml('MaxKeys', String(maxKeys)),
    xml('KeyCount', String(page.objects.length + page.prefixes.length)),
    xml('IsTruncated', String(page.next !== undefined)),
    ...(delimiter === '' ? [] : [xml('Delimiter', write(delimiter))]),
    ...(query.has('start-after') ? [xml('StartAfter', write(query.get('start-after') ?? ''))] : []),
    ...(query.has('encoding-type') ? [xml('EncodingType', 'url')] : []),
    ...(token === null ? [] : [xml('ContinuationToken', escapeXml(token))]),
    ...(page.next === undefined ? [] : [xml('NextContinuationToken', encodeToken(page.next))]),
    ...page.objects.map((object) => contents(object, write)),
    ...page.prefixes.map((common) => xml('CommonPrefixes', xml('Prefix', write(common)))),
  ];
  return { status: 200, document: xml('ListBucketResult', fields.join('')) };
}

function collect(
  store: ObjectStore,
  request: { bucket: string; prefix: string; delimiter: string; maxKeys: number; start: Position },
): Page {
  const { bucket, prefix, delimiter, maxKeys, start } = request;
  const end = prefix === '' ? undefined : pastPrefix(prefix);
  const page: Page = { objects: [], prefixes: [], next: undefined };
  let at = start;
  const isFull = () => page.objects.length + page.prefixes.length >= maxKeys;
  if (maxKeys === 0) return page;
  for (;;) {
    const from = 'from' in at && at.from > prefix ? at.from : prefix;
    const after = 'after' in at ? at.after : '';
    const found = store.list(bucket, from, after, end, delimiter === '' ? maxKeys + 1 : 100);
    let jumped = false;
    for (const object of found) {
      if (isFull()) return { ...page, next: at };
      const cut = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length);
      if (cut === -1) {
        page.objects.push(object);
        at = { after: object.key };
      } else {
        const common = object.key.slice(0, cut + delimiter.length);
        page.prefixes.push(common);
        const past = pastPrefix(common);
        if (past === undefined) return page;
        at = { from: past };
        jumped = true;
        break;
      }
    }
    if (!jumped && (delimiter === '' || found.length < 100)) return page;
  }
}

/** The least string, by UTF-8 bytes, that stands after all strings with this prefix; undefined when there is none. */
export function pastPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const point = last.codePointAt(0) ?? 0;
    // Surrogates are no characters of their own: U+E000 follows U+D7FF.
    const next = point === 0xd7ff ? 0xe000 : point + 1;
    if (next <= 0x10ffff) return points.join('') + String.fromCodePoint(next);
  }
  return undefined;
}

function contents({ key, modifiedAt, etag, size }: StoredObject, write: (value: string) => string): string {
  const fields = [
    xml('Key', write(key)),
    xml('LastModified', new Date(modifiedAt).toISOString()),
    xml('ETag', escapeXml(`"${etag}"`)),
    xml('Size', String(size)),
    xml('StorageClass', 'STANDARD'),
  ];
  return xml('Contents', fields.join(''));
}

function encodeToken(next: Position): string {
  return Buffer.from(JSON.stringify(next)).toString('base64url');
}

function decodeToken(token: string): Position {
  try {
    return position.parse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')));
  } catch {
    throw new ServiceError('InvalidArgument', 'The continuation token provided is incorrect');
  }
}
