import { progressOf } from '../../../bin/cli/import-file.ts';

test('progress of an import tells rows, percent and rate, and what it is about now', () => {
  expect(progressOf({ rows: 0, kept: 0 })).toBe('0 rows read, 0 kept');
  expect(progressOf({ rows: 50, kept: 40, progress: { stage: 'reading', percent: 12, perSecond: 900 } })).toBe(
    '12 %, 50 rows read, 40 kept, 900 rows a second',
  );
  expect(progressOf({ rows: 50, kept: 40, progress: { stage: 'writing', percent: 60, perSecond: 480 } })).toBe(
    '60 %, 50 rows read, 40 kept, 480 companies compared a second',
  );
});
