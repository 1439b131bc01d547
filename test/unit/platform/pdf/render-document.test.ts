import { Document, Page, Text, View } from '@react-pdf/renderer';
import { createElement as h } from 'react';
import { BODY_FONT } from '../../../../functions/platform/pdf/faces.ts';
import { breakable } from '../../../../functions/platform/pdf/line-breaks.ts';
import { renderDocument, type SetText } from '../../../../functions/platform/pdf/render-document.ts';
import { pdfPages } from '../../../support/pdf-text.ts';

const page =
  (...texts: readonly string[]) =>
  (set: SetText) =>
    h(
      Document,
      null,
      h(
        Page,
        { style: { fontFamily: BODY_FONT } },
        h(
          View,
          { style: { width: 150 } },
          texts.map((text, at) => h(Text, { key: String(at) }, set(text))),
        ),
      ),
    );

test('the same document is the same bytes, whatever was rendered before and whenever', async () => {
  const build = page('株式会社 Łódź شركة');
  const first = await renderDocument(build);
  await renderDocument(page('something else, Ελληνικά'));
  const second = await renderDocument(build);
  expect(Buffer.compare(first.bytes, second.bytes)).toBe(0);
  expect(second).toMatchObject({ pages: 1, sha256: first.sha256 });
  expect(Buffer.from(first.bytes).toString('latin1')).toContain('(D:19700101000000Z)');
});

test('fonts are embedded, and only the glyphs that are used', async () => {
  const { bytes } = await renderDocument(page('Hello'));
  expect(bytes.length).toBeLessThan(10_000);
  expect(Buffer.from(bytes).toString('latin1')).toMatch(/\/FontFile2/);
});

test('no line ends with a hyphen that the text does not have', async () => {
  const text =
    'Nguyễn Văn Łódź Żółć Štěpán Đặng Phượng Güneş 台灣積體電路製造股份有限公司 บริษัทจำกัดมหาชน https://example.com/a/long/path';
  const [drawn = ''] = pdfPages((await renderDocument(page(text))).bytes);
  expect(drawn).not.toContain('-');
});

test('a long address may be parted after its signs, East Asian text between characters but not before a full stop', () => {
  expect(breakable('https://example.com/path/to')).toEqual([
    'https://',
    '',
    'example.',
    '',
    'com/',
    '',
    'path/',
    '',
    'to',
  ]);
  expect(breakable('東京。大阪')).toEqual(['', '東', '', '京。', '', '大', '', '阪', '']);
  expect(breakable('Rechtsschutz')).toEqual(['Rechtsschutz']);
});
