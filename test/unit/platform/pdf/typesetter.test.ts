import { Font } from '@react-pdf/renderer';
import fc from 'fast-check';
import { allFaces, BODY_FONT } from '../../../../functions/platform/pdf/faces.ts';
import { createTypesetter, REPLACEMENT, settable } from '../../../../functions/platform/pdf/typesetter.ts';

/** A company's name in every script that names are written in. */
const NAMES = {
  Latin: 'Acme & Sons Ltd. “Œuvre” – €5 ½ ©',
  'Latin with marks': 'Wałęsa Łódź Štěpán Güneş İstanbul Þórður',
  Vietnamese: 'Công ty Cổ phần Việt Nam Đặng Nguyễn Ưu Phượng',
  Greek: 'Ελληνικά Πετρέλαια Ἀθῆναι',
  Cyrillic: 'Газпром Їжак Ўзбекистон Қазақстан',
  Devanagari: 'रिलायंस इंडस्ट्रीज लिमिटेड',
  Arabic: 'شركة أرامكو السعودية لا الإمارات',
  Persian: 'شرکت پژوهش گاز چاپ',
  Hebrew: 'חברת החשמל לישראל',
  Thai: 'บริษัท ปตท. จำกัด (มหาชน) น้ำ',
  Japanese: '株式会社トヨタ自動車 ひらがな 東京・大阪',
  Korean: '삼성전자 주식회사 현대자동차',
  'Simplified Chinese': '华为技术有限公司 中国石油天然气集团',
  'Traditional Chinese': '台灣積體電路製造股份有限公司 鴻海精密工業',
} as const;

const codePoints = (text: string): number[] => Array.from(text, (one) => one.codePointAt(0) ?? 0);

type Drawn = Readonly<{ hasGlyphForCodePoint: (character: number) => boolean }>;

/** Whether a font that is registered under a name has a glyph for every character of a text. */
const draws = async (family: string, text: string, fontWeight: number): Promise<boolean> => {
  await Font.load({ fontFamily: family, fontWeight });
  const font = Font.getFont({ fontFamily: family, fontWeight }).data as Drawn | null;
  return codePoints(text.replaceAll('\n', '')).every((one) => font?.hasGlyphForCodePoint(one) === true);
};

test.each(Object.entries(NAMES))(
  'a name in %s is drawn whole, each run by a font that has all of it, in both weights',
  async (_, name) => {
    const runs = (await createTypesetter([name]))(name);
    expect(runs.map(({ text }) => text).join('')).toBe(settable(name));
    expect(runs.map(({ text }) => text).join('')).not.toContain(REPLACEMENT);
    for (const { text, family } of runs)
      for (const weight of [400, 700])
        expect({ text, family, drawn: await draws(family, text, weight) }).toEqual({ text, family, drawn: true });
  },
);

test.each(['Latin', 'Latin with marks', 'Vietnamese', 'Greek', 'Cyrillic'] as const)(
  'a name in %s is one run: nothing parts its words',
  async (script) => {
    expect((await createTypesetter([NAMES[script]]))(NAMES[script])).toEqual([
      { text: NAMES[script], family: BODY_FONT },
    ]);
  },
);

test.each([
  ['Simplified Chinese', 'zcool-xiaowei'],
  ['Traditional Chinese', 'chocolate-classical-sans'],
  ['Japanese', 'sawarabi-gothic'],
  ['Korean', 'gowun-dodum'],
] as const)('a name in %s is drawn by the font of its language', async (script, font) => {
  const runs = (await createTypesetter([NAMES[script]]))(NAMES[script]).filter(({ text }) => /\p{L}/u.test(text));
  expect(new Set(runs.map(({ family }) => family.split(' ')[0]))).toEqual(new Set([font]));
});

test('what no font has is shown as the replacement sign, once a character as it is read', async () => {
  const text = 'Rocket 🚀 family 👨‍👩‍👧 ᚠᚢ';
  expect((await createTypesetter([text]))(text)).toEqual([
    { text: `Rocket ${REPLACEMENT} family ${REPLACEMENT} ${REPLACEMENT}${REPLACEMENT}`, family: BODY_FONT },
  ]);
});

test('Arabic letters take the forms that they have beside each other', () => {
  expect(settable('شركة')).toBe('\ufeb7\ufeae\ufedb\ufe94');
  expect(settable('لا')).toBe('\ufefb');
});

test('control characters, and signs that show nothing, are left out', () => {
  expect(settable('a\u0007b\u00adc\u200ed\ufe0fe\r\nf\tg')).toBe('abcde\nf g');
});

test('no text is drawn by a font that lacks one of its characters, and none of it gets lost', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 12 }), async (text) => {
      const runs = (await createTypesetter([text]))(text);
      for (const { text: run, family } of runs) expect(await draws(family, run, 400)).toBe(true);
      const graphemes = (words: string): number => Array.from(new Intl.Segmenter('en').segment(words)).length;
      expect(runs.map((run) => run.text).join('').length > 0).toBe(graphemes(settable(text)) > 0);
    }),
    { numRuns: 150 },
  );
}, 60_000);

test('every character that a text can be set in is drawn by a font that says so truly', async () => {
  const faces = await allFaces();
  expect(faces[0]?.family).toBe(BODY_FONT);
  expect(new Set(faces.map(({ family }) => family)).size).toBe(faces.length);
});
