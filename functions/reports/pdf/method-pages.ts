import { View } from '@react-pdf/renderer';
import { createElement as h, type ReactElement } from 'react';
import { missingRows, technologyRows } from '../category-facts.ts';
import type { ReportContent } from '../content.ts';
import { lineageSummary } from '../lineage.ts';
import { GLOSSARY, LIMITS, type MethodPart, methodParts } from '../method.ts';
import { LINE } from '../palette.ts';
import { cut } from '../words.ts';
import { heading, type Kit, section, stack, styles } from './kit.ts';

const MOST_UNMEASURED = 24;
const MOST_TECHNOLOGIES = 8;

const smallRows = (kit: Kit, rows: MethodPart['rows'], width = 128): ReactElement =>
  h(
    View,
    { style: { marginTop: 4 } },
    rows.map(([label, value], at) =>
      h(
        View,
        {
          key: String(at),
          wrap: false,
          style: { flexDirection: 'row', borderTop: `1 solid ${LINE}`, paddingVertical: 2.2 },
        },
        kit.text('small', label, { width, paddingRight: 8, fontWeight: 700, color: '#1d2939' }),
        kit.text('small', value, { flexGrow: 1, flexShrink: 1, flexBasis: 0 }),
      ),
    ),
  );

const part = (kit: Kit, { title, texts, rows }: MethodPart, key: string): ReactElement =>
  h(
    View,
    { key, style: { marginBottom: 4 } },
    heading(kit, title, 50),
    ...texts.map((text, at) => kit.text('soft', text, { marginBottom: 4 }, String(at))),
    rows.length === 0 ? null : smallRows(kit, rows),
  );

/** How scores and amounts came about. */
export const methodPages = (kit: Kit, content: ReportContent): ReactElement =>
  section(
    kit,
    { eyebrow: 'Method', title: 'How this report was made' },
    ...methodParts(content).map((one, at) => part(kit, one, String(at))),
  );

/** What the words of the report mean, and whom to ask; never torn, for a page of two leftover words says nothing. */
const glossary = (kit: Kit, { brand }: ReportContent, onOwnPage: boolean): ReactElement =>
  h(
    View,
    { break: onOwnPage, wrap: false, style: { marginTop: 10 } },
    heading(kit, 'Glossary', 90),
    smallRows(kit, GLOSSARY),
    brand.contact === null
      ? null
      : stack(
          { marginTop: 12 },
          kit.text('soft', `Questions about this report: ${brand.senderName}, ${brand.contact}`),
        ),
  );

/** What was not measured and why, what no such report can say, where the main numbers come from, and what the words mean. */
export const limitsPages = (
  kit: Kit,
  content: ReportContent,
  { hasPictures, glossaryPage }: Readonly<{ hasPictures: boolean; glossaryPage: boolean }>,
): ReactElement => {
  const missing = missingRows(content.assessment);
  const technologies = hasPictures ? [] : technologyRows(content.assessment).slice(0, MOST_TECHNOLOGIES);
  const more = missing.length - MOST_UNMEASURED;
  return section(
    kit,
    { eyebrow: 'Limits', title: 'What this report does not say' },
    heading(kit, 'Not measured, and why', 50),
    missing.length === 0
      ? kit.text('soft', 'Everything that the rules ask for could be measured.')
      : smallRows(
          kit,
          missing.slice(0, MOST_UNMEASURED).map(([what, why]) => [cut(what, 60), cut(why, 150)] as const),
          170,
        ),
    more > 0 ? kit.text('small', `and ${String(more)} more, on the report’s page`, { marginTop: 3 }) : null,
    heading(kit, 'What no report of this kind can say', 60),
    ...LIMITS.map((limit, at) =>
      h(
        View,
        { key: `limit${String(at)}`, style: styles.row },
        kit.text('soft', '•', { width: 10 }),
        kit.text('soft', limit, { flexGrow: 1, flexShrink: 1, flexBasis: 0, marginBottom: 2 }),
      ),
    ),
    heading(kit, 'Where the numbers come from', 60),
    smallRows(kit, lineageSummary(content), 170),
    technologies.length === 0 ? null : heading(kit, 'What the site is made with', 60),
    technologies.length === 0 ? null : smallRows(kit, technologies),
    glossary(kit, content, glossaryPage),
  );
};
