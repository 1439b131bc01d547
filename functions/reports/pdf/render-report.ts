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

/** Findings shown in detail at most; as many fewer as it takes to keep to the pages. */
const MOST_DETAILS = 15;
/** What a page holds of them when their evidence is short. */
const MOST_ON_PAGE = 4;
export const MOST_PAGES = 12;
const FEWEST_PAGES = 8;

type Size = Readonly<{ details: number; glossaryPage?: boolean }>;

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
  (content: ReportContent, { logo, screenshots }: ReportPictures, size: Size) =>
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
        planPages(kit, content),
        methodPages(kit, content),
        limitsPages(kit, content, {
          hasPictures: screenshots.length > 0,
          glossaryPage: size.glossaryPage ?? false,
        }),
        footer(set, content),
        pageNumber(),
      ),
    );
  };

/**
 * A report as a PDF of 8 to 12 A4 pages, within ten seconds and two megabytes. The same content and pictures give the same bytes: dates in it are those of the
 * content. It shows as many findings in detail as fill its pages; the others are named in the plan, and all of them stand on the HTML page.
 */
export const renderReport = async (
  content: ReportContent,
  pictures: ReportPictures = NO_PICTURES,
): Promise<RenderedDocument> => {
  const date = new Date(content.preparedAt);
  const render = (size: Size): Promise<RenderedDocument> => renderDocument(build(content, pictures, size), { date });
  let details = Math.min(MOST_DETAILS, content.assessment.findings.length);
  let rendered = await render({ details });
  if (rendered.pages < FEWEST_PAGES) return await render({ details, glossaryPage: true });
  if (rendered.pages <= MOST_PAGES) return rendered;
  while (rendered.pages > MOST_PAGES && details > 1) {
    details = Math.max(1, details - MOST_ON_PAGE * (rendered.pages - MOST_PAGES));
    rendered = await render({ details });
  }
  // Pages of long evidence hold fewer, so that the last may be nearly empty.
  const fuller = await render({ details: details + 2 });
  return fuller.pages <= MOST_PAGES ? fuller : rendered;
};
