import { View } from '@react-pdf/renderer';
import { createElement as h, type ReactElement } from 'react';
import { CATEGORIES, type Category } from '../../assessment/contract.ts';
import { checksText, findingsIn, noteOf, shownMetrics } from '../category-facts.ts';
import type { Peers, ReportContent } from '../content.ts';
import { GRADE_COLOURS, LINE, SEVERITY_COLOURS } from '../palette.ts';
import { peersSentence } from '../sentences.ts';
import { CATEGORY_WORDS, counted, cut, GRADE_WORDS, gradeOf, SEVERITY_WORDS, scoreText } from '../words.ts';
import { scoreBar, scoreRing } from './charts.ts';
import { heading, type Kit, section, stack, styles } from './kit.ts';

const BAR = 250;
const SHOWN_FINDINGS = 2;

const barRow = (kit: Kit, { assessment, peers }: ReportContent, category: Category): ReactElement => {
  const { score } = assessment.categories[category];
  const grade = gradeOf(score);
  const median = peers?.categories.find((one) => one.category === category)?.median;
  return h(
    View,
    {
      key: category,
      wrap: false,
      style: { flexDirection: 'row', alignItems: 'center', borderTop: `1 solid ${LINE}`, paddingVertical: 7 },
    },
    kit.text('strong', CATEGORY_WORDS[category].title, { width: 104 }),
    scoreBar(score, BAR, median),
    kit.text('strong', scoreText(score), { width: 42, textAlign: 'right', fontSize: 11 }),
    kit.text('soft', GRADE_WORDS[grade], { flexGrow: 1, paddingLeft: 14, color: GRADE_COLOURS[grade] }),
  );
};

const peersPart = (kit: Kit, peers: Peers): ReactElement =>
  h(
    View,
    { wrap: false, style: [styles.tint, { marginTop: 12 }] },
    kit.text('h3', `Compared with ${String(peers.count)} other sites of the industry`),
    kit.text('soft', peersSentence(peers), { marginTop: 3 }),
    kit.text('small', 'The dark mark on a bar is the middle of the others’ scores (median).', { marginTop: 3 }),
  );

const metricChips = (kit: Kit, { assessment }: ReportContent, category: Category): ReactElement | null => {
  const metrics = shownMetrics(assessment, category);
  return metrics.length === 0
    ? null
    : h(
        View,
        { style: { flexDirection: 'row', flexWrap: 'wrap', marginTop: 6 } },
        metrics.map(({ metric, title, text }) =>
          h(
            View,
            { key: metric.id, style: { width: '50%', flexDirection: 'row', paddingRight: 10, marginBottom: 2 } },
            kit.text('small', title, { flexGrow: 1, flexShrink: 1, flexBasis: 0 }),
            kit.text('small', cut(text, 24), { fontWeight: 700, color: '#1d2939' }),
          ),
        ),
      );
};

const categoryCard = (kit: Kit, content: ReportContent, category: Category): ReactElement => {
  const { assessment } = content;
  const { score } = assessment.categories[category];
  const grade = gradeOf(score);
  const findings = findingsIn(assessment, category);
  const note = noteOf(assessment, category);
  return h(
    View,
    { key: category, wrap: false, style: [styles.card, { flexDirection: 'row', padding: 9, marginBottom: 7 }] },
    stack(
      { width: 78, alignItems: 'center', marginRight: 14 },
      scoreRing(kit.set, score, 50),
      kit.text('small', GRADE_WORDS[grade], {
        color: GRADE_COLOURS[grade],
        fontWeight: 700,
        marginTop: 3,
        textAlign: 'center',
      }),
    ),
    stack(
      styles.grow,
      h(
        View,
        { style: styles.between },
        kit.text('h2', CATEGORY_WORDS[category].title, { marginBottom: 1 }),
        kit.text('small', checksText(assessment, category)),
      ),
      kit.text('soft', CATEGORY_WORDS[category].about),
      note === null ? null : kit.text('small', cut(note, 240), { marginTop: 4 }),
      metricChips(kit, content, category),
      ...findings.slice(0, SHOWN_FINDINGS).map((finding, at) =>
        h(
          View,
          { key: String(at), style: { flexDirection: 'row', marginTop: at === 0 ? 6 : 2 } },
          kit.text('small', SEVERITY_WORDS[finding.severity].title, {
            width: 46,
            fontWeight: 700,
            color: SEVERITY_COLOURS[finding.severity],
          }),
          kit.text('soft', cut(finding.title, 92), { flexGrow: 1, flexShrink: 1, flexBasis: 0, color: '#1d2939' }),
        ),
      ),
      findings.length > SHOWN_FINDINGS
        ? kit.text('small', `and ${counted(findings.length - SHOWN_FINDINGS, 'more finding')}`, {
            marginTop: 2,
            marginLeft: 46,
          })
        : null,
    ),
  );
};

/** All areas at a glance, beside others of the industry where there are enough of them, and then each by itself: what was measured and what was found. */
export const scoresPages = (kit: Kit, content: ReportContent): ReactElement =>
  section(
    kit,
    {
      eyebrow: 'Scores',
      title: 'Eight areas at a glance',
      lead: 'Each area has 0 to 100 points. From 80 an area is good, below 50 it is poor. What could not be measured has no score, and takes nothing from the whole.',
    },
    stack({ borderBottom: `1 solid ${LINE}` }, ...CATEGORIES.map((category) => barRow(kit, content, category))),
    content.peers === null ? null : peersPart(kit, content.peers),
    stack({ marginTop: 10 }, heading(kit, 'What each area looks like', 140)),
    ...CATEGORIES.map((category) => categoryCard(kit, content, category)),
  );
