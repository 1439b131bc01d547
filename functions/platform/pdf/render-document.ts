import { createHash } from 'node:crypto';
import { type DocumentProps, renderToBuffer, Text } from '@react-pdf/renderer';
import { cloneElement, createElement as h, type ReactElement, type ReactNode } from 'react';
import { BODY_FONT } from './faces.ts';
import { createTypesetter, type Run, type Typesetter } from './typesetter.ts';

/** A text as what stands inside of a react-pdf `Text`: each piece in the font that has its characters. */
export type SetText = (text: string) => ReactNode;

export type RenderedDocument = Readonly<{
  bytes: Uint8Array;
  pages: number;
  /** SHA-256 of the bytes, hex. */
  sha256: string;
}>;

/** Of what date a document is where nobody says: the same document is always the same bytes. */
const NO_DATE = new Date(0);

/**
 * Renders a document whose every text goes through the function that `build` is given, on pages with `fontFamily: BODY_FONT`. It is built twice: once to learn
 * its texts, once with the fonts that they need. The same document gives the same bytes.
 */
export const renderDocument = async (
  build: (set: SetText) => ReactElement<DocumentProps>,
  { date = NO_DATE }: Readonly<{ date?: Date }> = {},
): Promise<RenderedDocument> => {
  const texts: string[] = [];
  build((text) => {
    texts.push(text);
    return text;
  });
  const setter = await createTypesetter(texts);
  const document = cloneElement(build(setIn(setter)), { creationDate: date, modificationDate: date });
  const bytes = await renderToBuffer(document);
  return { bytes, pages: countPages(bytes), sha256: createHash('sha256').update(bytes).digest('hex') };
};

const setIn =
  (setter: Typesetter): SetText =>
  (text) => {
    const runs = setter(text);
    return runs.every(({ family }) => family === BODY_FONT)
      ? runs.map((run) => run.text).join('')
      : runs.map((run, at) => h(Text, { key: String(at), style: styleOf(run) }, run.text));
  };

/** The Arabic font takes its letters apart, which react-pdf cannot lay out (arabic-forms.ts); told not to, it draws them whole. */
const styleOf = ({ family }: Run) => ({
  fontFamily: family,
  ...(family.startsWith('noto-sans-arabic') ? { fontFeatureSettings: { ccmp: 0 } } : {}),
});

/** Pages of a PDF: its page objects, which are never packed. */
export const countPages = (bytes: Uint8Array): number =>
  Buffer.from(bytes)
    .toString('latin1')
    .match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;
