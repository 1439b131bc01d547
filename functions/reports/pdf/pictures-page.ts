import { Image, View } from '@react-pdf/renderer';
import { createElement as h, type ReactElement } from 'react';
import { technologyRows } from '../category-facts.ts';
import type { ReportContent, ReportPicture, ReportPictures } from '../content.ts';
import { LINE } from '../palette.ts';
import { dateText } from '../words.ts';
import { factRows, heading, type Kit, section, stack, WIDTH } from './kit.ts';

const DESKTOP = { width: WIDTH * 0.7, height: (WIDTH * 0.7 * 1_080) / 1_920 } as const;
const MOBILE = { width: WIDTH * 0.24, height: (WIDTH * 0.24 * 844) / 390 } as const;
const MOST_TECHNOLOGIES = 12;

const framed = (kit: Kit, { device, contentType, bytes }: ReportPicture): ReactElement => {
  const size = device === 'desktop' ? DESKTOP : MOBILE;
  return h(
    View,
    { key: device },
    h(
      View,
      { style: { ...size, border: `1 solid ${LINE}`, borderRadius: 4, overflow: 'hidden' } },
      h(Image, {
        src: { data: Buffer.from(bytes), format: contentType === 'image/png' ? 'png' : 'jpg' },
        style: { ...size, objectFit: 'cover', objectPositionY: 0 },
      }),
    ),
    kit.text('small', device === 'desktop' ? 'On a desktop, 1920 × 1080' : 'On a phone, 390 × 844', { marginTop: 4 }),
  );
};

/** What a visitor sees first, and what the site is made with. Without pictures the latter stands among the small print (method-pages.ts). */
export const picturesPage = (
  kit: Kit,
  { assessment }: ReportContent,
  screenshots: ReportPictures['screenshots'],
): ReactElement | null => {
  const { technologies } = assessment;
  if (screenshots.length === 0) return null;
  const sorted = screenshots.toSorted((one) => (one.device === 'desktop' ? -1 : 1));
  return section(
    kit,
    {
      begins: 'below',
      eyebrow: 'The site',
      title: 'What a visitor sees first',
      lead: `Taken on ${dateText(assessment.startedAt)}.`,
    },
    h(
      View,
      { style: { flexDirection: 'row', justifyContent: 'space-between', alignItems: 'flex-start' } },
      ...sorted.map((picture) => framed(kit, picture)),
    ),
    technologies.length === 0 ? null : heading(kit, 'What the site is made with'),
    technologies.length === 0 ? null : stack({}, factRows(kit, technologyRows(assessment).slice(0, MOST_TECHNOLOGIES))),
  );
};
