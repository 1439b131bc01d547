import { View } from '@react-pdf/renderer';
import { createElement as h, type ReactElement } from 'react';
import { missingRows } from '../category-facts.ts';
import { type ReportContent, subjectOf } from '../content.ts';
import { PAPER, TINT } from '../palette.ts';
import { summaryLead } from '../sentences.ts';
import { cut, EFFORT_WORDS } from '../words.ts';
import { factRows, heading, type Kit, section, stack, styles } from './kit.ts';

const MOST_MISSING = 12;

const number = ({ text, brand }: Kit, at: number): ReactElement =>
  h(
    View,
    {
      style: {
        width: 22,
        height: 22,
        borderRadius: 11,
        backgroundColor: brand.primaryColour,
        marginRight: 10,
        alignItems: 'center',
        paddingTop: 4,
      },
    },
    text('strong', String(at + 1), { color: PAPER, lineHeight: 1.1 }),
  );

/** What the findings together mean and what to do first: the page that is read when no other is. */
export const summaryPage = (kit: Kit, content: ReportContent): ReactElement => {
  const { insights, actions } = content.insights;
  const missing = missingRows(content.assessment);
  return section(
    kit,
    {
      begins: 'document',
      eyebrow: 'In short',
      title: `What we found at ${cut(subjectOf(content.assessment), 60)}`,
      lead: summaryLead(content.assessment),
    },
    ...content.remarks.map((remark, at) =>
      h(View, { key: `remark${String(at)}`, style: [styles.tint, { marginBottom: 8 }] }, kit.text('soft', remark)),
    ),
    ...insights.map((insight, at) =>
      h(
        View,
        { key: `insight${String(at)}`, wrap: false, style: styles.card },
        h(
          View,
          { style: styles.row },
          number(kit, at),
          stack(
            styles.grow,
            kit.text('h2', insight.title),
            kit.text('p', insight.text),
            h(
              View,
              {
                style: {
                  backgroundColor: TINT,
                  borderLeft: `3 solid ${kit.brand.accentColour}`,
                  padding: 7,
                  marginTop: 7,
                },
              },
              kit.text('strong', insight.urgency, { fontSize: 9 }),
            ),
          ),
        ),
      ),
    ),
    insights.length > 0 || missing.length === 0
      ? null
      : stack(
          {},
          heading(kit, 'What stood in the way', 60),
          factRows(
            kit,
            missing.slice(0, MOST_MISSING).map(([what, why]) => [cut(what, 60), cut(why, 160)] as const),
          ),
        ),
    actions.length === 0 ? null : heading(kit, 'What to do first', 90),
    ...actions.map((action, at) =>
      h(
        View,
        { key: `action${String(at)}`, wrap: false, style: [styles.row, { marginBottom: 8 }] },
        kit.text('h3', `${String(at + 1)}.`, { width: 18, color: kit.brand.accentColour }),
        stack(
          styles.grow,
          h(
            View,
            { style: styles.between },
            kit.text('h3', action.title, { flexShrink: 1, paddingRight: 8 }),
            kit.text('small', EFFORT_WORDS[action.effort]),
          ),
          kit.text('p', cut(action.text, 260)),
        ),
      ),
    ),
  );
};
