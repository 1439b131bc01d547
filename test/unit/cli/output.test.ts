import { findCommand } from '../../../bin/cli/commands.ts';
import { csvLine } from '../../../bin/cli/csv-line.ts';
import { readMapping } from '../../../bin/cli/import-file.ts';
import { countsBetween } from '../../../bin/cli/run-counts.ts';
import { funnelLines } from '../../../bin/cli/run-report.ts';
import type { RunView } from '../../../functions/campaigns/contract.ts';

test('exported text that a spreadsheet would run is neutralised, and quotes are doubled', () => {
  expect(csvLine(['=1+1', '+49', '-x', '@a', 'plain', 'a"b', 'a,b', null, 5])).toBe(
    `'=1+1,'+49,'-x,'@a,plain,"a""b","a,b",,5`,
  );
});

test('a mapping is FIELD=COLUMN, and the column may hold an equals sign', () => {
  expect(readMapping(['name=Company = Name'])).toEqual({ name: 'Company = Name' });
  expect(() => readMapping(['name'])).toThrow('--map takes FIELD=COLUMN');
});

test('counts of a run are what the system counted meanwhile', () => {
  const at = (n: number) => ({ transitions: n, lambdaInvocations: n, sqsRequests: n, writeUnits: n, readUnits: n });
  expect(countsBetween(at(3), at(10))).toEqual(at(7));
  expect(countsBetween(null, at(10))).toBeNull();
});

test('the funnel names every stage, what was left out and where recipients ended', () => {
  const view: RunView = {
    id: `run_${'a'.repeat(26)}` as RunView['id'],
    campaignId: `cmp_${'a'.repeat(26)}` as RunView['campaignId'],
    icpVersion: 1,
    mode: 'sandbox',
    status: 'completed',
    problem: null,
    warnings: [],
    stages: { discovered: 60, scored: 55, qualified: 20, contacts: 30, drafted: 30, approved: 30, sent: 29 },
    dropped: { no_website: 5 },
    followUps: {},
    engagement: { opened: { all: 0, people: 0 }, clicked: { all: 0, people: 0 }, replied: {}, unsubscribed: 0 },
    recipients: { total: 30, byState: { delivered: 28, bounced: 1, suppressed: 1 } },
    costUsd: 0.003,
    costCapUsd: 100,
    clockFactor: 720,
    startedAt: '2026-11-21T09:00:00.000Z',
    endedAt: '2026-11-21T09:00:10.000Z',
    seconds: 10,
    step: null,
  };
  const text = funnelLines(view, 'http://localhost:4000').join('\n');
  for (const word of ['discovered', 'sent', 'no website', 'delivered', 'bounced', '$0.0030', '/local/inbox'])
    expect(text).toContain(word);
});

test('a command is found by its one or two words, and the rest are its arguments', () => {
  expect(findCommand(['status', 'run_1', '--json'])?.args).toEqual(['run_1', '--json']);
  expect(findCommand(['status', 'run_1'])?.command.name).toBe('status');
  expect(findCommand(['nothing'])).toBeUndefined();
});

test('an unknown option is refused before anything is brought up', () => {
  const status = findCommand(['status'])?.command;
  expect(() => status?.prepare(['--bogus'])).toThrow("Unknown option '--bogus'");
});
