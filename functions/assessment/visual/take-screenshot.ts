import type { CDPSession } from 'puppeteer-core';

/** spec/assessment.md: WebP of at most 500 KB. */
export const LARGEST_PICTURE = 500 * 1024;
/** From good to poor; the first that fits is taken. */
const QUALITIES = [82, 65, 45, 25, 10, 1];

export type Picture = Readonly<{
  bytes: Uint8Array;
  quality: number;
  /** The same as JPEG, for documents that take no WebP. */
  jpeg?: Uint8Array;
}>;

/** A picture of the screen as it stands, as WebP at the best quality that fits into `most` bytes; undefined when none does. */
export const takeScreenshot = async (
  session: Pick<CDPSession, 'send'>,
  most: number = LARGEST_PICTURE,
): Promise<Picture | undefined> => {
  for (const quality of QUALITIES) {
    const { data } = await session.send('Page.captureScreenshot', {
      format: 'webp',
      quality,
      optimizeForSpeed: false,
      captureBeyondViewport: false,
    });
    const bytes = Buffer.from(data, 'base64');
    if (bytes.byteLength <= most) return { bytes, quality };
  }
  return undefined;
};

const PRINT_QUALITY = 70;

/** The same picture as JPEG: PDFs hold no WebP. */
export const takeForPrint = async (session: Pick<CDPSession, 'send'>): Promise<Uint8Array> => {
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'jpeg',
    quality: PRINT_QUALITY,
    captureBeyondViewport: false,
  });
  return Buffer.from(data, 'base64');
};
