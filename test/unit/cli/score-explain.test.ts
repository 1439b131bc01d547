import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCommand } from '../../../bin/cli/commands.ts';
import { explainScore, scoreLines } from '../../../bin/cli/explained-score.ts';
import { domainOf } from '../../../bin/cli/find-company.ts';
import { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import { createIcpFit } from '../../../functions/scoring/icp-fit.ts';
import { aCompany } from '../../support/a-company.ts';

const icp = IcpCriteria.parse({
  ...{ name: 'Fintech of 20 to 200', industries: ['Fintech'], headcount: { min: 20, max: 200 } },
  revenue: { min: 1_000_000 },
});
const folder = mkdtempSync(join(tmpdir(), 'score-explain-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const fileOf = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const companies = fileOf(
  'companies.csv',
  'Company,Website,Industry,Employees\nAcme Pay,https://www.acme.com,Payments,80\n',
);
const icpFile = fileOf('icp.json', JSON.stringify(icp));

const run = async (...args: string[]) => {
  const task = findCommand(['score', 'explain'])?.command.prepare(args);
  if (task?.needs !== 'nothing') throw new Error('This asks for a running system');
  const printed: string[] = [];
  const terminal = { line: () => undefined, progress: () => undefined, progressDone: () => undefined };
  const code = await task.run({ terminal, print: (text) => printed.push(text), json: task.json });
  return { code, text: printed.join('\n') };
};

test('a company of a file is scored by a profile, and every component says why', async () => {
  const { code, text } = await run('www.acme.com', '--companies', companies, '--icp', icpFile);
  expect(code).toBe(0);
  expect(text).toContain('Acme Pay (acme.com) by “Fintech of 20 to 200”');
  for (const words of ['“Payments” is part of Fintech', 'Within 20–200 people', 'grade A', 'qualifies'])
    expect(text).toContain(words);
});

test('as JSON it is one document with components, missing data, confidence and grade', async () => {
  const { text } = await run('acme.com', '--companies', companies, '--icp', icpFile, '--json');
  expect(JSON.parse(text)).toMatchObject({
    ...{ company: { domain: 'acme.com' }, from: 'file', grade: 'A', qualifies: true, missing: ['revenue', 'growth'] },
    components: [
      { component: 'industry', state: 'known', weight: expect.any(Number), evidence: 'Payments' },
      {},
      {},
      {},
      {},
    ],
  });
});

test('what is not known is told from what is not asked', () => {
  const company = aCompany({ industries: ['Fintech'], headcount: 5 });
  const score = createIcpFit(icp, 0)(company);
  const explained = explainScore({ company, from: 'company', campaignId: null }, icp, score);
  expect(explained.components.map(({ component, state }) => [component, state])).toEqual([
    ['industry', 'known'],
    ['size', 'known'],
    ['revenue', 'unknown'],
    ['growth', 'unknown'],
    ['location', 'not_asked'],
  ]);
  const text = scoreLines(explained).join('\n');
  expect(text).toContain('nothing is known of revenue, growth');
  expect(text).toContain('Far below 20–200 people (5 people)');
});

test('a score by what the workspace keeps says that a run may know more of the company', () => {
  const company = aCompany({ industries: ['Fintech'] });
  const lines = (from: 'company' | 'lead') =>
    scoreLines(explainScore({ company, from, campaignId: null }, icp, createIcpFit(icp, 0)(company))).join('\n');
  expect(lines('company')).toContain('a run scores the whole row');
  expect(lines('lead')).not.toContain('whole row');
});

test('a company is named by its domain, however it is written', () => {
  for (const written of ['acme.com', 'WWW.Acme.com', 'https://www.acme.com/about?x=1'])
    expect(domainOf(written)).toBe('acme.com');
  expect(() => domainOf('no domain')).toThrow('Give one like acme.com');
});

test.each([
  ['no company', [], 'COMPANY'],
  ['a file without a profile', ['acme.com', '--companies', companies], '--icp'],
  ['a file that is not there', ['acme.com', '--companies', 'nowhere.csv', '--icp', icpFile], 'no file nowhere.csv'],
  ['a company that is not in the file', ['other.com', '--companies', companies, '--icp', icpFile], 'no company'],
])('%s is said, with what to give', async (_what, args, message) => {
  await expect((async () => run(...args))()).rejects.toThrow(message);
});
