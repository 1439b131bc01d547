import { Image, Page, View } from '@react-pdf/renderer';
import { createElement as h, type ReactElement } from 'react';
import { BODY_FONT } from '../../platform/pdf/faces.ts';
import type { ReportContent, ReportPictures } from '../content.ts';
import { subjectOf } from '../content.ts';
import { GRADE_COLOURS, LINE, PAPER } from '../palette.ts';
import { counted, cut, dateText, GRADE_WORDS, gradeOf, usd } from '../words.ts';
import { scoreRing } from './charts.ts';
import { type Kit, MARGIN, PAGE, stack, WIDTH } from './kit.ts';

const BAND = 452;
const LOGO = { width: 150, height: 44 } as const;

/** A longer name is set smaller, so that it takes three lines at most. */
const nameSize = (name: string): number => {
  // Characters of East Asian scripts are about twice as wide.
  const width = Array.from(name).reduce((sum, character) => sum + (/[\u1100-\uffef]/u.test(character) ? 1.9 : 1), 0);
  return width <= 22 ? 40 : width <= 44 ? 32 : width <= 80 ? 25 : 19;
};

const sender = ({ brand, text }: Kit, logo: ReportPictures['logo']): ReactElement =>
  logo === null || brand.logo === null
    ? text('h2', brand.senderName, { color: PAPER, fontSize: 14 })
    : h(
        View,
        { style: { backgroundColor: PAPER, borderRadius: 6, padding: 8, alignSelf: 'flex-start' } },
        h(Image, {
          src: { data: Buffer.from(logo), format: brand.logo.contentType === 'image/png' ? 'png' : 'jpg' },
          style: { ...fitted(brand.logo), objectFit: 'contain' },
        }),
      );

const fitted = ({ width, height }: Readonly<{ width: number; height: number }>) => {
  const scale = Math.min(LOGO.width / width, LOGO.height / height);
  return { width: width * scale, height: height * scale };
};

const band = (kit: Kit, content: ReportContent, logo: ReportPictures['logo']): ReactElement => {
  const { assessment, preparedAt, version } = content;
  const name = cut(subjectOf(assessment), 120);
  return h(
    View,
    {
      style: {
        height: BAND,
        backgroundColor: kit.brand.primaryColour,
        paddingHorizontal: MARGIN,
        paddingTop: 54,
        paddingBottom: 40,
        justifyContent: 'space-between',
      },
    },
    sender(kit, logo),
    stack(
      {},
      kit.text('eyebrow', 'WEBSITE REPORT', { color: PAPER, fontSize: 10, letterSpacing: 2, marginBottom: 10 }),
      kit.text('h1', name, {
        color: PAPER,
        fontSize: nameSize(name),
        lineHeight: 1.15,
        marginBottom: 10,
        maxWidth: WIDTH,
      }),
      name === assessment.domain
        ? null
        : kit.text('lead', assessment.domain, { color: PAPER, fontSize: 13, marginBottom: 0 }),
    ),
    kit.text('soft', `${dateText(preparedAt)}${version > 1 ? `  ·  Version ${String(version)}` : ''}`, {
      color: PAPER,
      fontSize: 10.5,
    }),
  );
};

const fact = ({ text }: Kit, value: string, label: string, key: string): ReactElement =>
  h(
    View,
    { key, style: { borderTop: `1 solid ${LINE}`, paddingVertical: 8 } },
    text('h2', value, { fontSize: 15, marginBottom: 1 }),
    text('soft', label),
  );

const facts = (kit: Kit, { assessment }: ReportContent): readonly ReactElement[] => {
  const { findings, impact, categories } = assessment;
  const grave = findings.filter(({ severity }) => severity === 'critical' || severity === 'high').length;
  const scored = Object.values(categories).filter(({ score }) => score !== null).length;
  const all = Object.keys(categories).length;
  return [
    fact(kit, counted(findings.length, 'finding'), `${String(grave)} of them rated critical or high`, 'findings'),
    impact === null || findings.length === 0
      ? fact(kit, 'No amount', 'could be put on what was found', 'impact')
      : fact(
          kit,
          `${usd(impact.total.estimateUsd)} a month`,
          `estimated loss; 95 % interval ${usd(impact.total.lowUsd)} to ${usd(impact.total.highUsd)}`,
          'impact',
        ),
    fact(kit, `${String(scored)} of ${String(all)} areas`, 'could be scored; what could not is said, and why', 'areas'),
  ];
};

/** The first page: who it is for and from, the overall score, and three facts. */
export const coverPage = (kit: Kit, content: ReportContent, logo: ReportPictures['logo']): ReactElement => {
  const { overall } = content.assessment;
  const grade = gradeOf(overall);
  return h(
    Page,
    { size: 'A4', style: { fontFamily: BODY_FONT } },
    band(kit, content, logo),
    h(
      View,
      { style: { flexDirection: 'row', marginTop: 50, paddingHorizontal: MARGIN } },
      stack(
        { width: 190, alignItems: 'center' },
        scoreRing(kit.set, overall, 146),
        kit.text('h2', GRADE_WORDS[grade], {
          color: GRADE_COLOURS[grade],
          fontSize: 15,
          marginTop: 12,
          marginBottom: 2,
        }),
        kit.text('small', overall === null ? 'No area could be scored' : 'Overall score, of 100', {
          textAlign: 'center',
        }),
      ),
      stack({ flexGrow: 1, flexShrink: 1, flexBasis: 0, paddingLeft: 30 }, ...facts(kit, content)),
    ),
    h(
      View,
      { style: { position: 'absolute', top: PAGE.height - 54, left: MARGIN, width: WIDTH } },
      kit.text(
        'small',
        `Prepared by ${kit.brand.senderName}${kit.brand.contact === null ? '' : `  ·  ${kit.brand.contact}`}`,
      ),
    ),
  );
};
