import { chooseColumns } from '../../../../functions/scoring/qualification/choose-columns.ts';
import { notedLater, tellsWhen, tellsWho } from '../../../../functions/scoring/qualification/column-rules.ts';
import { createFeatureReader, featuresOf } from '../../../../functions/scoring/qualification/features.ts';
import { numberIn, outcomeIn, statedText } from '../../../../functions/scoring/qualification/history.ts';
import { historyFromCsv } from '../../../../functions/scoring/qualification/history-from-csv.ts';
import { csvOf, historyOf, inventedLeads } from './synthetic-history.ts';

test.each([
  'Tags',
  'Lead Quality',
  'Lead Profile',
  'Asymmetrique Activity Index',
  'Asymmetrique Profile Score',
  'Last Notable Activity',
  'lead_status',
  'Stage',
  'dealValue',
  'Closed Date',
  'Replied',
  'Meeting booked',
  'Sales notes',
  'Conversion date',
])('%s was known only after contact', (name) => {
  expect(notedLater(name)).toBeDefined();
});

test.each([
  'Lead Source',
  'Lead Origin',
  'Do Not Email',
  'Last Activity',
  'Funding stage',
  'TotalVisits',
  'How did you hear about us',
  'Country',
  'industry',
  'Open positions',
  'What matters most to you in choosing a course',
])('%s may be known before contact', (name) => {
  expect(notedLater(name)).toBeUndefined();
  expect(tellsWho(name)).toBeUndefined();
});

test.each(['Prospect ID', 'lead_id', 'Lead Number', 'Email', 'Work phone', 'uuid', 'Domain', 'Company name'])(
  '%s tells who, not what kind',
  (name) => {
    expect(tellsWho(name)).toBeDefined();
  },
);

test('a time column is known by its usual names only', () => {
  expect(['Created', 'created_at', 'Date', 'Lead date', 'signedUpAt'].every(tellsWhen)).toBe(true);
  expect(['Total Time Spent on Website', 'Update me', 'Up to date'].some(tellsWhen)).toBe(false);
});

test('what a form leaves behind says nothing', () => {
  for (const empty of [
    '',
    '  ',
    'Select',
    'select',
    '-- Select --',
    'Please select',
    'N/A',
    'unknown',
    null,
    undefined,
  ])
    expect(statedText(empty)).toBeNull();
  expect(statedText('Selected partners')).toBe('Selected partners');
});

test('numbers are read with thousands separators, exponents and percent signs', () => {
  expect(['12', '1,200', '1,200.5', '-3', '1e3', '.5', '15%'].map(numberIn)).toEqual([
    12, 1200, 1200.5, -3, 1000, 0.5, 15,
  ]);
  expect(['12 people', '1,20', 'x', '1-10'].every((text) => Number.isNaN(numberIn(text)))).toBe(true);
});

test('outcomes are read as people write them; others are no outcome', () => {
  expect(['1', 'Yes', 'TRUE', 'won'].map(outcomeIn)).toEqual([1, 1, 1, 1]);
  expect(['0', 'no', 'False', 'lost'].map(outcomeIn)).toEqual([0, 0, 0, 0]);
  expect([null, 'maybe', '2'].map(outcomeIn)).toEqual([null, null, null]);
});

test('columns of ids, of what never changes and of what came later are left out, each with its reason', () => {
  const read = historyFromCsv(csvOf(inventedLeads(400, 1)), {});
  if (!read.ok) throw new Error(read.problem);
  expect(read.timeColumn).toBe('Created');
  const { kept, leftOut } = chooseColumns(read.history);
  expect(kept.map(({ name }) => name)).toEqual(['Industry', 'Headcount', 'Visits', 'Notes']);
  expect(leftOut.map(({ column, reason }) => [column, reason])).toEqual([
    ['Lead ID', 'identifier'],
    ['Region', 'constant'],
    ['Deal value', 'leakage'],
  ]);
});

test('whatever its name, a column that alone tells the outcomes apart is left out, even when asked for', () => {
  const leads = inventedLeads(400, 2).map((lead) => ({
    ...lead,
    facts: { ...lead.facts, Zone: lead.converted ? 'north' : 'south', Worth: lead.facts['Deal value'] ?? '' },
  }));
  const { leftOut } = chooseColumns(historyOf(leads, ['Industry', 'Zone', 'Worth']), { keep: ['Zone', 'Worth'] });
  expect(leftOut.map(({ column, reason }) => [column, reason])).toEqual([
    ['Zone', 'leakage'],
    ['Worth', 'leakage'],
  ]);
  expect(leftOut[0]?.detail).toContain('AUC 1.000');
});

test('a name that only sounds wrong is kept when asked for, and any column is left out when asked for', () => {
  const leads = inventedLeads(300, 3).map((lead) => ({
    ...lead,
    facts: { ...lead.facts, Tags: lead.facts['Industry'] ?? '' },
  }));
  const { kept, leftOut } = chooseColumns(historyOf(leads, ['Tags', 'Visits']), { keep: ['tags'], drop: ['visits'] });
  expect(kept.map(({ name }) => name)).toEqual(['Tags']);
  expect(leftOut).toEqual([{ column: 'Visits', reason: 'asked', detail: 'you left it out' }]);
});

test('a running number and a text that differs from lead to lead name the lead, whatever the column is called', () => {
  const values = Array.from({ length: 100 }, (_, at) => at);
  const { leftOut } = chooseColumns({
    columns: [
      { name: 'Ticket', values: values.map((at) => String(90_000 - at)) },
      { name: 'Motto', values: values.map((at) => `We do thing ${String(at)}`) },
      { name: 'Amount', values: values.map((at) => String((at * 7_919) % 1_009)) },
    ],
    outcomes: Uint8Array.from(values, (at) => (at % 3 === 0 ? 1 : 0)),
    times: null,
  });
  expect(leftOut.map(({ column, reason }) => [column, reason])).toEqual([
    ['Ticket', 'identifier'],
    ['Motto', 'identifier'],
  ]);
});

test('a category is its own code; rare, unseen and missing ones have codes of their own', () => {
  const values = [...Array.from({ length: 12 }, () => 'A'), ...Array.from({ length: 11 }, () => 'B'), 'C', null];
  const features = featuresOf([{ name: 'Kind', values }]);
  expect(features).toEqual([{ kind: 'category', column: 'Kind', categories: ['A', 'B'] }]);
  const read = createFeatureReader(features);
  expect(['A', 'B', 'C', 'never seen', null, 'Select'].map((value) => read({ Kind: value })[0])).toEqual([
    0, 1, 2, 2, 3, 3,
  ]);
});

test('a file that cannot be learned from is refused by naming the column, the row and the mend', () => {
  const problem = (text: string, target?: string) => {
    const read = historyFromCsv(text, { target });
    return read.ok ? null : read.problem;
  };
  expect(problem('a,b\n1,2')).toContain('There is no column “Converted”');
  expect(problem('a,b\n1,2', 'Won')).toContain("The file's columns: “a”, “b”");
  expect(problem('a,Converted\nx,maybe')).toBe(
    'Row 1 has “maybe” in “Converted”; it must say whether the lead converted: 1 or 0, yes or no.',
  );
  expect(problem('a,Converted')).toContain('no rows');
  expect(problem('a,"Converted\nx,1')).toContain('no CSV');
  const timeless = historyFromCsv('a,Converted\nx,1', { time: 'When' });
  expect(timeless.ok ? null : timeless.problem).toContain('“When”');
  const wordy = historyFromCsv('a,Converted\nx,1', { time: 'a' });
  expect(wordy.ok ? null : wordy.problem).toContain('holds no dates');
});
