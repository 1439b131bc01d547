import { createHash } from 'node:crypto';
import type { LOGO_TYPES } from './brand.ts';

export const LARGEST_LOGO = 500 * 1024;
/** A picture of more pixels is unpacked into more memory than a logo is worth. */
const MOST_PIXELS = 2_000;

type LogoType = (typeof LOGO_TYPES)[number];
type Size = Readonly<{ width: number; height: number }>;
export type ReadLogo = Readonly<
  ({ ok: true; bytes: Uint8Array; hash: string; contentType: LogoType } & Size) | { ok: false; message: string }
>;

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Width and height from the header chunk (PNG specification, 11.2.2). */
const pngSize = (bytes: Buffer): Size | undefined =>
  bytes.length > 24 && bytes.subarray(0, 8).equals(PNG) && bytes.toString('latin1', 12, 16) === 'IHDR'
    ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
    : undefined;

/** Width and height from the start-of-frame segment (ITU-T T.81, B.2.2). */
const jpegSize = (bytes: Buffer): Size | undefined => {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 9 < bytes.length; ) {
    const marker = bytes.readUInt16BE(at);
    if (marker >> 8 !== 0xff) return undefined;
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
};

/** A logo from base64, once it is certain that it is a PNG or JPEG that can be drawn. */
export const readLogo = (base64: string): ReadLogo => {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length === 0) return { ok: false, message: 'is not base64, or is empty' };
  if (bytes.length > LARGEST_LOGO)
    return {
      ok: false,
      message: `has ${String(Math.ceil(bytes.length / 1024))} KB; give one of at most ${String(LARGEST_LOGO / 1024)} KB`,
    };
  const [png, jpeg] = [pngSize(bytes), jpegSize(bytes)];
  const size = png ?? jpeg;
  if (size === undefined || size.width === 0 || size.height === 0)
    return { ok: false, message: 'is neither a PNG nor a JPEG picture' };
  if (size.width > MOST_PIXELS || size.height > MOST_PIXELS)
    return {
      ok: false,
      message: `is ${String(size.width)} × ${String(size.height)} pixels; give one of at most ${String(MOST_PIXELS)} each way`,
    };
  const hash = createHash('sha256').update(bytes).digest('hex');
  return { ok: true, bytes, hash, contentType: png === undefined ? 'image/jpeg' : 'image/png', ...size };
};
