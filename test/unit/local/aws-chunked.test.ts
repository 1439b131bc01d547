import fc from 'fast-check';
import { decodeAwsChunked, type Trailers } from '../../../lib/local/object-storage/aws-chunked.ts';

/** The encoded body cut into pieces at the given places, as a socket may cut it anywhere. */
async function* cut(encoded: Buffer, places: readonly number[]): AsyncGenerator<Uint8Array> {
  const edges = [0, ...places.map((place) => place % (encoded.length + 1)).sort((a, b) => a - b), encoded.length];
  for (const [index, edge] of edges.slice(1).entries()) {
    await Promise.resolve();
    yield encoded.subarray(edges[index] ?? 0, edge);
  }
}

async function decode(encoded: Buffer, places: readonly number[] = []) {
  const trailers: Trailers = new Map();
  const pieces: Uint8Array[] = [];
  for await (const piece of decodeAwsChunked(cut(encoded, places), trailers)) pieces.push(Buffer.from(piece));
  return { body: Buffer.concat(pieces), trailers };
}

const encode = (chunks: readonly Uint8Array[], trailer: string, extension = '') =>
  Buffer.concat([
    ...chunks.flatMap((chunk) => [
      Buffer.from(`${chunk.length.toString(16)}${extension}\r\n`),
      chunk,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`0${extension}\r\n${trailer}\r\n`),
  ]);

const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { maxLength: 6 });

test('any chunks, cut anywhere, come back as they were, with their trailers', async () => {
  await fc.assert(
    fc.asyncProperty(chunks, fc.array(fc.nat(2000), { maxLength: 12 }), fc.boolean(), async (parts, places, signed) => {
      const extension = signed ? `;chunk-signature=${'0'.repeat(64)}` : '';
      const { body, trailers } = await decode(encode(parts, 'x-amz-checksum-crc32:AAAAAA==\r\n', extension), places);
      expect(body.equals(Buffer.concat(parts))).toBe(true);
      expect([...trailers]).toEqual([['x-amz-checksum-crc32', 'AAAAAA==']]);
    }),
  );
});

test('a body cut short is incomplete', async () => {
  const whole = encode([Buffer.from('hello')], '');
  await expect(decode(whole.subarray(0, 6))).rejects.toMatchObject({ code: 'IncompleteBody' });
  await expect(decode(whole.subarray(0, 10))).rejects.toMatchObject({ code: 'IncompleteBody' });
});

test('a chunk that is not as long as it says is refused', async () => {
  await expect(decode(Buffer.from('3\r\nhello\r\n0\r\n\r\n'))).rejects.toMatchObject({ code: 'InvalidChunkSizeError' });
  await expect(decode(Buffer.from('zz\r\nhello\r\n'))).rejects.toMatchObject({ code: 'InvalidChunkSizeError' });
});
