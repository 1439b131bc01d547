import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { ServiceError } from '../protocol.ts';

const SUPPORTED = ['crc32', 'sha1', 'sha256'] as const;
type Algorithm = (typeof SUPPORTED)[number];

/** Digests of a body, taken while it streams past. */
export type BodyDigest = ReturnType<typeof digestBody>;

/** Takes the MD5 (the ETag) and CRC-32 of every body, and what else its `x-amz-checksum-*` name asks for. */
export function digestBody(wanted: readonly string[]) {
  const unsupported = wanted.find((name) => !isSupported(name));
  if (unsupported !== undefined) {
    throw new ServiceError('NotImplemented', `The local S3 does not support the checksum ${unsupported}.`, 501);
  }
  const md5 = createHash('md5');
  const sha256 = createHash('sha256');
  const sha1 = wanted.includes('sha1') ? createHash('sha1') : undefined;
  let crc = 0;
  let size = 0;
  return {
    add: (piece: Uint8Array): void => {
      md5.update(piece);
      sha256.update(piece);
      sha1?.update(piece);
      crc = crc32(piece, crc);
      size += piece.length;
    },
    /** The digests: `md5` and `sha256Hex` in hex, the checksums in base64 as S3 writes them. */
    end() {
      const crcBytes = Buffer.alloc(4);
      crcBytes.writeUInt32BE(crc);
      const sha = sha256.digest();
      const checksums: Partial<Record<Algorithm, string>> = {
        crc32: crcBytes.toString('base64'),
        sha256: sha.toString('base64'),
        ...(sha1 ? { sha1: sha1.digest('base64') } : {}),
      };
      return { size, md5: md5.digest('hex'), sha256Hex: sha.toString('hex'), checksums };
    },
  };
}

/** The algorithm of a checksum header (`x-amz-checksum-crc32` → `crc32`), or undefined for any other header. */
export function checksumAlgorithm(header: string): string | undefined {
  const match = /^x-amz-checksum-(?!algorithm|type|mode)([a-z0-9]+)$/.exec(header.toLowerCase());
  return match?.[1];
}

function isSupported(name: string): name is Algorithm {
  return SUPPORTED.some((one) => one === name);
}

/**
 * Compares what a client said of its body with what came.
 * Throws BadDigest, XAmzContentSHA256Mismatch or IncompleteBody.
 */
export function assertDigests(
  found: ReturnType<BodyDigest['end']>,
  said: {
    checksums: ReadonlyMap<string, string>;
    contentMd5: string | undefined;
    contentSha256: string | undefined;
    length: number | undefined;
  },
): void {
  if (said.length !== undefined && said.length !== found.size) {
    throw new ServiceError(
      'IncompleteBody',
      'You did not provide the number of bytes specified by the Content-Length.',
    );
  }
  for (const [algorithm, value] of said.checksums) {
    if (isSupported(algorithm) && found.checksums[algorithm] !== value) {
      const name = algorithm.toUpperCase();
      throw new ServiceError('BadDigest', `The ${name} you specified did not match the calculated checksum.`);
    }
  }
  if (said.contentMd5 !== undefined && Buffer.from(said.contentMd5, 'base64').toString('hex') !== found.md5) {
    throw new ServiceError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
  if (said.contentSha256 !== undefined && said.contentSha256 !== found.sha256Hex) {
    const reason = "The provided 'x-amz-content-sha256' header does not match what was computed.";
    throw new ServiceError('XAmzContentSHA256Mismatch', reason);
  }
}
