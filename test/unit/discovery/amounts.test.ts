import fc from 'fast-check';
import { readAmount, readYear, readYesNo } from '../../../functions/discovery/amounts.ts';

test.each([
  ['1200', 1200],
  ['1,200', 1200],
  ['1.200', 1200],
  ['1 200', 1200],
  ['1.200.000', 1_200_000],
  ['12,345,678.5', 12_345_678.5],
  ['3.5', 3.5],
  ['3,5', 3.5],
  ['$5M', 5_000_000],
  ['$1.25M', 1_250_000],
  ['1,5 mio', 1_500_000],
  ['2 billion', 2_000_000_000],
  ['750k USD', 750_000],
  ['120 employees', 120],
  ['~80', 80],
  ['11-50', 30.5],
  ['11–50', 30.5],
  ['51 to 200', 125.5],
  ['1-5M', 3_000_000],
  ['$500K - $1M', 750_000],
  ['10,000+', 10_000],
  ['10001 or more', 10_001],
  ['<10', 5],
  ['up to $1M', 500_000],
  ['0', 0],
])('reads %s as %d', (cell, amount) => {
  expect(readAmount(cell)).toBe(amount);
});

test('undoes what spreadsheets make of ranges: 11-50 becomes Nov-50, 1-10 becomes 10-Jan', () => {
  expect(readAmount('Nov-50')).toBe(30.5);
  expect(readAmount('10-Jan')).toBe(5.5);
});

test.each(['', 'lots', 'n/a', '50-11', '1-2-3', '-5', 'five', '1,2,3', '€5M', '£1,000', 'EUR 20'])(
  'says nothing of %j rather than guessing',
  (cell) => {
    expect(readAmount(cell)).toBeNull();
  },
);

test('reads any whole number however its thousands are grouped', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e12 }), fc.constantFrom(',', '.', ' ', "'"), (value, separator) => {
      const grouped = String(value).replace(/\B(?=(\d{3})+(?!\d))/g, separator);
      expect(readAmount(grouped)).toBe(value);
    }),
  );
});

test('takes no text for a negative or unbounded amount', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const amount = readAmount(text);
      expect(amount === null || (Number.isFinite(amount) && amount >= 0)).toBe(true);
    }),
  );
});

test.each([
  ['2012', 2012],
  ['Founded in 1998', 1998],
  ['2019-05-01', 2019],
  ['Winter 2012', 2012],
  ['W11', 2011],
  ['S24', 2024],
  ['IK12', 2012],
])('finds the year in %s', (cell, year) => {
  expect(readYear(cell, 2027)).toBe(year);
});

test.each(['', 'Unspecified', '3021', '2050', '12', 'soon'])('finds no year in %j', (cell) => {
  expect(readYear(cell, 2027)).toBeNull();
});

test('reads yes and no, and a number of open positions as yes', () => {
  expect(['Yes', 'true', '1', 'Hiring', '12'].map(readYesNo)).toEqual([true, true, true, true, true]);
  expect(['No', 'FALSE', '0', 'not hiring'].map(readYesNo)).toEqual([false, false, false, false]);
  expect(['', 'maybe'].map(readYesNo)).toEqual([null, null]);
});
