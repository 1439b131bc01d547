import { Document, Page, StyleSheet, Text, View } from '@react-pdf/renderer';
import { createElement as h, type ReactElement } from 'react';
import { BODY_FONT } from '../../platform/pdf/faces.ts';
import { renderDocument, type SetText } from '../../platform/pdf/render-document.ts';
import type { Block } from './copy-document.ts';

// No lineHeight on the page or on what holds blocks: the page numbers' text would inherit it and vanish.
const styles = StyleSheet.create({
  page: {
    paddingTop: 56,
    paddingBottom: 64,
    paddingHorizontal: 56,
    fontFamily: BODY_FONT,
    fontSize: 10.5,
    color: '#1b2325',
  },
  h1: { fontSize: 20, fontWeight: 700, marginBottom: 10 },
  h2: {
    fontSize: 14,
    fontWeight: 700,
    marginTop: 20,
    marginBottom: 8,
    paddingTop: 8,
    borderTop: '1 solid #d5dcde',
    color: '#0b6b77',
  },
  h3: { fontSize: 11.5, fontWeight: 700, marginTop: 12, marginBottom: 4 },
  text: { marginBottom: 5 },
  item: { flexDirection: 'row', marginBottom: 3 },
  bullet: { width: 12 },
  grow: { flex: 1 },
  label: { fontWeight: 700, marginTop: 5, marginBottom: 1 },
  mail: { border: '1 solid #d5dcde', borderRadius: 4, marginVertical: 6 },
  mailHead: { backgroundColor: '#f3f6f7', padding: 8 },
  mailLabel: { fontSize: 8.5, color: '#0b6b77', marginBottom: 2 },
  subject: { fontWeight: 700 },
  mailBody: { padding: 10, paddingBottom: 12 },
  number: {
    position: 'absolute',
    bottom: 28,
    left: 56,
    right: 56,
    textAlign: 'center',
    fontSize: 8.5,
    color: '#5b686c',
  },
});

type SaidText = (style: keyof typeof styles, said: string, key?: string) => ReactElement;

const textIn =
  (set: SetText): SaidText =>
  (style, said, key) =>
    h(Text, { style: styles[style], ...(key === undefined ? {} : { key }) }, set(said));

/** What a heading needs below it on its page: a mail is never cut in two. */
const roomBelow = (following: readonly Block[]): number =>
  following.find(({ kind }) => kind !== 'heading')?.kind === 'mail' ? 230 : 60;

const render = (text: SaidText, block: Block, key: string, following: readonly Block[]): ReactElement => {
  switch (block.kind) {
    case 'heading':
      // A heading alone at the foot of a page belongs to the next one.
      return h(View, { key, minPresenceAhead: roomBelow(following), wrap: false }, text(`h${block.level}`, block.text));
    case 'text':
      return text('text', block.text, key);
    case 'list':
      return h(
        View,
        { key },
        block.items.map((item, at) =>
          h(View, { key: String(at), style: styles.item, wrap: false }, text('bullet', '•'), text('grow', item)),
        ),
      );
    case 'facts':
      return h(
        View,
        { key },
        block.rows.map(([label, value], at) =>
          h(View, { key: String(at), wrap: false }, text('label', label), text('text', value)),
        ),
      );
    case 'mail':
      return h(
        View,
        { key, style: styles.mail, wrap: false },
        h(View, { style: styles.mailHead }, text('mailLabel', block.label), text('subject', block.subject)),
        text('mailBody', block.body),
      );
  }
};

/** A package as a PDF of A4 pages with their numbers, in whatever scripts it is written; the same package is the same bytes. */
export const renderCopyPdf = async (blocks: readonly Block[], title: string): Promise<Uint8Array> => {
  const { bytes } = await renderDocument((set) =>
    h(
      Document,
      { title, producer: 'Throughline', creator: 'Throughline', language: 'en' },
      h(
        Page,
        { size: 'A4', style: styles.page },
        blocks.map((block, at) => render(textIn(set), block, String(at), blocks.slice(at + 1))),
        h(Text, {
          style: styles.number,
          fixed: true,
          render: ({ pageNumber, totalPages }) => `${String(pageNumber)} of ${String(totalPages)}`,
        }),
      ),
    ),
  );
  return bytes;
};
