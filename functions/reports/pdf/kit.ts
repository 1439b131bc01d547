import { StyleSheet, Text, View } from '@react-pdf/renderer';
import { createElement as h, type ReactElement, type ReactNode } from 'react';
import type { Severity } from '../../assessment/contract.ts';
import type { SetText } from '../../platform/pdf/render-document.ts';
import type { Brand } from '../brand.ts';
import { INK, LINE, PAPER, SEVERITY_COLOURS, SOFT, TINT } from '../palette.ts';
import { SEVERITY_WORDS } from '../words.ts';

export const MARGIN = 50;
/** A4 in points, and what is left between the margins. */
export const PAGE = { width: 595.28, height: 841.89 } as const;
export const WIDTH = PAGE.width - 2 * MARGIN;

// Heights of lines stand on texts only: a page number below a block that has one is not drawn.
export const styles = StyleSheet.create({
  eyebrow: { fontSize: 8, fontWeight: 700, letterSpacing: 1.1, marginBottom: 3 },
  h1: { fontSize: 21, fontWeight: 700, lineHeight: 1.2, marginBottom: 6 },
  h2: { fontSize: 12.5, fontWeight: 700, lineHeight: 1.3, color: INK, marginBottom: 4 },
  h3: { fontSize: 10.5, fontWeight: 700, lineHeight: 1.35, color: INK },
  lead: { fontSize: 10.5, lineHeight: 1.5, color: SOFT, marginBottom: 14 },
  p: { fontSize: 9.5, lineHeight: 1.5, color: INK },
  soft: { fontSize: 9, lineHeight: 1.45, color: SOFT },
  small: { fontSize: 8, lineHeight: 1.4, color: SOFT },
  strong: { fontSize: 9.5, lineHeight: 1.45, color: INK, fontWeight: 700 },
  row: { flexDirection: 'row' },
  between: { flexDirection: 'row', justifyContent: 'space-between' },
  grow: { flexGrow: 1, flexShrink: 1, flexBasis: 0 },
  card: { border: `1 solid ${LINE}`, borderRadius: 6, padding: 12, marginBottom: 10 },
  tint: { backgroundColor: TINT, borderRadius: 6, padding: 10 },
  rule: { borderTop: `1 solid ${LINE}`, marginVertical: 10 },
});
export type StyleName = keyof typeof styles;
type Style = Readonly<Record<string, string | number>>;

export type Kit = Readonly<{
  set: SetText;
  brand: Brand;
  /** A text in one of the styles. */
  text: (style: StyleName, said: string, more?: Style, key?: string) => ReactElement;
}>;

export const createKit = (set: SetText, brand: Brand): Kit => ({
  set,
  brand,
  text: (style, said, more, key) =>
    h(
      Text,
      { style: more === undefined ? styles[style] : [styles[style], more], ...(key === undefined ? {} : { key }) },
      set(said),
    ),
});

/** Blocks below each other; what is `null` is left out. */
export const stack = (style: Style | readonly Style[], ...children: readonly ReactNode[]): ReactElement =>
  h(View, { style: [style].flat() }, ...children);

/**
 * How a part begins: on a page of its own; as the first thing on one, where a break would leave an empty page before it; or below the part before it, kept
 * together.
 */
export type Begins = 'page' | 'document' | 'below';
const STARTS = {
  page: { break: true },
  document: {},
  below: { wrap: false, style: { marginTop: 22 } },
} as const satisfies Readonly<Record<Begins, object>>;

/** A part of the report under its heading. */
export const section = (
  { text, brand }: Kit,
  {
    eyebrow,
    title,
    lead,
    begins = 'page',
  }: Readonly<{ eyebrow: string; title: string; lead?: string | undefined; begins?: Begins }>,
  ...children: readonly ReactNode[]
): ReactElement =>
  h(
    View,
    STARTS[begins],
    text('eyebrow', eyebrow.toUpperCase(), { color: brand.accentColour }),
    text('h1', title, { color: brand.primaryColour }),
    lead === undefined ? null : text('lead', lead),
    ...children,
  );

/** A heading within a section: never alone at the foot of a page. */
export const heading = ({ text }: Kit, said: string, room = 60): ReactElement =>
  h(View, { minPresenceAhead: room, style: { marginTop: 12 } }, text('h2', said));

export const severityBadge = ({ set }: Pick<Kit, 'set'>, severity: Severity): ReactElement =>
  h(
    View,
    {
      style: { backgroundColor: SEVERITY_COLOURS[severity], borderRadius: 3, paddingHorizontal: 6, paddingVertical: 2 },
    },
    h(Text, { style: { fontSize: 7.5, fontWeight: 700, color: PAPER } }, set(SEVERITY_WORDS[severity].title)),
  );

/** Rows of label and value, lines between them. */
export const factRows = (
  kit: Kit,
  rows: readonly (readonly [label: string, value: string])[],
  labelWidth = 150,
): ReactElement =>
  h(
    View,
    { style: { borderBottom: `1 solid ${LINE}` } },
    rows.map(([label, value], at) =>
      h(
        View,
        {
          key: String(at),
          wrap: false,
          style: { flexDirection: 'row', borderTop: `1 solid ${LINE}`, paddingVertical: 4 },
        },
        kit.text('soft', label, { width: labelWidth, paddingRight: 8 }),
        kit.text('p', value, { flexGrow: 1, flexShrink: 1, flexBasis: 0 }),
      ),
    ),
  );
