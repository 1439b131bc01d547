import { colourProblems, contrast, DEFAULT_BRAND } from '../../../functions/reports/brand.ts';
import { LARGEST_LOGO, readLogo } from '../../../functions/reports/logo.ts';
import { GRADE_COLOURS, INK, PAPER, SEVERITY_COLOURS, SOFT, TINT } from '../../../functions/reports/palette.ts';
import { comparePeers } from '../../../functions/reports/peers.ts';
import { usd } from '../../../functions/reports/words.ts';
import { badAssessment } from '../../support/report-samples.ts';

const scores = (value: number) => ({ ...badAssessment.categories, performance: value }) as never;
const peer = (at: number) => ({
  domain: `peer-${String(at)}.example`,
  overall: at,
  categories: {
    performance: at,
    security: null,
    seo: null,
    email: null,
    accessibility: null,
    visual: null,
    presence: null,
    content: null,
  },
});
const peers = (count: number) => Array.from({ length: count }, (_, at) => peer(at + 1));

test('fewer than twenty others are no comparison; the site itself is none of them', () => {
  expect(comparePeers(badAssessment, 'health', peers(19))).toBeNull();
  expect(
    comparePeers(badAssessment, 'health', [...peers(19), { ...peer(20), domain: badAssessment.domain }]),
  ).toBeNull();
  expect(comparePeers(badAssessment, 'health', peers(20))).toMatchObject({ count: 20 });
});

test('the comparison gives the middle half, the median and the part of the others that score lower', () => {
  const compared = comparePeers({ domain: 'x.example', overall: 16 }, 'health', peers(20));
  expect(compared).toMatchObject({ overall: { lower: 6, median: 11, upper: 15 }, aheadOfPercent: 75 });
  expect(compared?.categories).toEqual([{ category: 'performance', count: 20, lower: 6, median: 11, upper: 15 }]);
});

test('of a site that was assessed more than once the newest counts', () => {
  const again = { ...peer(1), overall: 100 };
  expect(comparePeers({ domain: 'x.example', overall: 50 }, 'health', [again, ...peers(20)])?.aheadOfPercent).toBe(95);
  expect(scores(1)).toBeDefined();
});

test('estimates are shown to two figures', () => {
  expect([0, 4, 906, 1_234, 18_162, 1_234_567].map(usd)).toEqual([
    '$0',
    '$4',
    '$910',
    '$1,200',
    '$18,000',
    '$1,200,000',
  ]);
});

test('every colour of a report can be read on its paper', () => {
  for (const colour of [INK, SOFT, ...Object.values(GRADE_COLOURS), ...Object.values(SEVERITY_COLOURS)])
    for (const paper of [PAPER, TINT])
      expect({ colour, paper, ok: contrast(colour, paper) >= 4.5 }).toEqual({ colour, paper, ok: true });
  expect(colourProblems(DEFAULT_BRAND)).toEqual([]);
});

test('a colour that white text cannot be read on is refused by its field, with what would do', () => {
  expect(contrast('#ffffff', '#000000')).toBeCloseTo(21, 5);
  expect(colourProblems({ primaryColour: '#ffcc00', accentColour: '#dddddd' })).toEqual([
    { field: 'primaryColour', message: expect.stringContaining('at least 4.5') as string },
    { field: 'accentColour', message: expect.stringContaining('at least 3') as string },
  ]);
});

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0000b080010002001011100ffd9', 'hex').toString(
  'base64',
);

test('a logo is a PNG or JPEG by its bytes, whatever it is called', () => {
  expect(readLogo(PNG)).toMatchObject({ ok: true, contentType: 'image/png', width: 1, height: 1 });
  expect(readLogo(JPEG)).toMatchObject({ ok: true, contentType: 'image/jpeg', width: 32, height: 16 });
  expect(readLogo(Buffer.from('<svg/>').toString('base64'))).toMatchObject({ ok: false });
  expect(readLogo('')).toMatchObject({ ok: false });
});

test('a logo that is too heavy or too large says so', () => {
  expect(readLogo(Buffer.alloc(LARGEST_LOGO + 1).toString('base64'))).toMatchObject({
    message: expect.stringContaining('500 KB') as string,
  });
  const wide = Buffer.from(PNG, 'base64');
  wide.writeUInt32BE(9_000, 16);
  expect(readLogo(wide.toString('base64'))).toMatchObject({ message: expect.stringContaining('9000 × 1') as string });
  expect(readLogo(Buffer.from('ffd8ffd9', 'hex').toString('base64'))).toMatchObject({ ok: false });
});
