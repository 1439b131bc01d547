import { Document, Page, Text } from '@react-pdf/renderer';
import { createElement as h, type ReactElement } from 'react';
import { BODY_FONT } from '../../platform/pdf/faces.ts';
import { type RenderedDocument, renderDocument, type SetText } from '../../platform/pdf/render-document.ts';
import { NO_PICTURES, type ReportContent, type ReportPictures, subjectOf } from '../content.ts';
import { INK, SOFT } from '../palette.ts';
import { cut } from '../words.ts';
import { coverPage } from './cover.ts';
import { findingPages } from './finding-pages.ts';
import { impactPage } from './impact-page.ts';
import { createKit, MARGIN, PAGE, WIDTH } from './kit.ts';
import { limitsPages, methodPages } from './method-pages.ts';
import { picturesPage } from './pictures-page.ts';
import { planPages } from './plan-pages.ts';
import { scoresPages } from './scores-pages.ts';
import { summaryPage } from './summary-page.ts';

/** Findings shown in detail, and rows of the plan for each effort; each step down is about a page less. */
const SIZES = [
  { details: 12, rows: 20 },
  { details: 9, rows: 16 },
  { details: 7, rows: 14 },
  { details: 5, rows: 12 },
  { details: 3, rows: 9 },
  { details: 2, rows: 5 },
  { details: 1, rows: 3 },
] as const;
export const MOST_PAGES = 12;

const FOOTER = { top: PAGE.height - 34, height: 14 } as const;

const footer = (set: SetText, { assessment, brand }: ReportContent): ReactElement =>
  h(
    Text,
    {
      fixed: true,
      style: { position: 'absolute', ...FOOTER, left: MARGIN, width: WIDTH - 50, fontSize: 7.5, color: SOFT },
    },
    set(cut(`${subjectOf(assessment)}  ·  Website report by ${brand.senderName}`, 110)),
  );

// A text of its own, placed by its top: one that is placed by its bottom, or stands below a `lineHeight`, loses its number.
const pageNumber = (): ReactElement =>
  h(Text, {
    fixed: true,
    style: {
      position: 'absolute',
      ...FOOTER,
      left: MARGIN,
      width: WIDTH,
      textAlign: 'right',
      fontSize: 7.5,
      color: SOFT,
    },
    render: ({ pageNumber: page, totalPages }) => `${String(page)} / ${String(totalPages)}`,
  });

const build =
  (content: ReportContent, { logo, screenshots }: ReportPictures, size: (typeof SIZES)[number]) =>
  (set: SetText) => {
    const kit = createKit(set, content.brand);
    return h(
      Document,
      {
        title: `Website report: ${subjectOf(content.assessment)}`,
        author: content.brand.senderName,
        subject: content.assessment.domain,
        creator: 'Throughline',
        producer: 'Throughline',
        language: 'en',
      },
      coverPage(kit, content, logo),
      h(
        Page,
        {
          size: 'A4',
          style: {
            fontFamily: BODY_FONT,
            fontSize: 9.5,
            color: INK,
            paddingTop: MARGIN,
            paddingBottom: MARGIN,
            paddingHorizontal: MARGIN,
          },
        },
        summaryPage(kit, content),
        impactPage(kit, content),
        scoresPages(kit, content),
        picturesPage(kit, content, screenshots),
        findingPages(kit, content, size.details),
        planPages(kit, content, size.rows),
        methodPages(kit, content),
        limitsPages(kit, content, screenshots.length > 0),
        footer(set, content),
        pageNumber(),
      ),
    );
  };

/**
 * A report as a PDF of 8 to 12 A4 pages, within ten seconds and two megabytes. The same content and pictures give the same bytes: dates in it are those of the
 * content. More findings than fit are named in the plan, and all of them stand on the HTML page.
 */
export const renderReport = async (
  content: ReportContent,
  pictures: ReportPictures = NO_PICTURES,
): Promise<RenderedDocument> => {
  const date = new Date(content.preparedAt);
  for (let step = 0; ; ) {
    const size = SIZES[Math.min(step, SIZES.length - 1)] ?? SIZES[0];
    const rendered = await renderDocument(build(content, pictures, size), { date });
    const over = rendered.pages - MOST_PAGES;
    if (over <= 0 || step >= SIZES.length - 1) return rendered;
    step += over;
  }
};
