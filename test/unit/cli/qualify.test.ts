import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { findCommand } from '../../../bin/cli/commands.ts';
import { UsageError } from '../../../bin/cli/usage-error.ts';
import { QualificationModel } from '../../../functions/scoring/qualification/model.ts';
import { csvOf, inventedLeads } from '../scoring/qualification/synthetic-history.ts';

const Figures = z.object({
  model: z.string(),
  auc: z.number(),
  logLoss: z.number(),
  ece: z.number(),
  trainSeconds: z.number(),
});
const Evaluated = z.object({ models: z.array(Figures), leftOut: z.array(z.object({ column: z.string() })) });

const folder = mkdtempSync(join(tmpdir(), 'qualify-'));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const train = file('train.csv', csvOf(inventedLeads(400, 5)));
const unseen = file('test.csv', csvOf(inventedLeads(400, 6)));
afterAll(() => rmSync(folder, { recursive: true }));

const prepare = (words: readonly string[]) => {
  const found = findCommand(words);
  if (found === undefined) throw new Error(`There is no command ${words.join(' ')}`);
  return found.command.prepare(found.args);
};

const run = async (...words: readonly string[]) => {
  const task = prepare(words);
  if (task.needs !== 'nothing') throw new Error('It runs by itself');
  const printed: string[] = [];
  const told: string[] = [];
  const code = await task.run({
    terminal: { line: (text) => told.push(text), progress: () => undefined, progressDone: () => undefined },
    print: (text) => printed.push(text),
    json: task.json,
  });
  return { code, printed, told };
};

test('evaluate with two files needs no more flags and prints one JSON document of both models', async () => {
  const { code, printed } = await run('qualify', 'evaluate', '--train', train, '--test', unseen, '--json');
  expect(code).toBe(0);
  expect(printed).toHaveLength(1);
  const { models, leftOut } = Evaluated.parse(JSON.parse(printed[0] ?? ''));
  expect(models.map(({ model }) => model)).toEqual(['logistic', 'gbdt']);
  expect(leftOut.map(({ column }) => column)).toEqual(['Lead ID', 'Region', 'Deal value']);
});

test('train writes a model that can be read again, and says what it is worth', async () => {
  const out = join(folder, 'model.json');
  const { code, printed, told } = await run('qualify', 'train', '--data', train, '--target', 'Converted', '--out', out);
  expect(code).toBe(0);
  const model = QualificationModel.parse(JSON.parse(readFileSync(out, 'utf8')));
  expect(printed[0]).toContain(`${model.version} (logistic): learned from 400 leads`);
  expect(printed.join('\n')).toContain('the newest 80 leads by Created');
  expect(told).toEqual([`Written to ${out}.`]);
});

test('what cannot be learned from gives exit code 1 and says why, as JSON too', async () => {
  const few = file('few.csv', csvOf(inventedLeads(50, 5)));
  const { code, printed, told } = await run('qualify', 'train', '--data', few, '--target', 'converted', '--json');
  expect(code).toBe(1);
  expect(JSON.parse(printed[0] ?? '')).toMatchObject({ ok: false, reason: 'below_floor' });
  expect(told[0]).toContain('at least 200 leads');
});

test.each([
  [['qualify', 'train', '--data', 'x.csv'], '--target is missing'],
  [['qualify', 'train', '--data', 'x.csv', '--target', 'y', '--model', 'magic'], '--model takes logistic or gbdt'],
  [['qualify', 'train', 'x.csv', '--data', 'x.csv', '--target', 'y'], 'not expected'],
  [['qualify', 'evaluate', '--train', 'x.csv'], '--test is missing'],
  [['qualify', 'evaluate', '--data', 'x.csv', '--test', 'y.csv'], 'split into folds by itself'],
  [['qualify', 'evaluate', '--data', 'x.csv', '--folds', '1'], '--folds takes 2 or more'],
])('%j is refused before anything is read', (words, message) => {
  expect(() => prepare(words)).toThrow(UsageError);
  expect(() => prepare(words)).toThrow(message);
});

test('a place that cannot be written to is told before anything is read', () => {
  const trainTo = (out: string) => prepare(['qualify', 'train', '--data', train, '--target', 'y', '--out', out]);
  expect(() => trainTo(join(folder, 'none', 'model.json'))).toThrow(/none" is no folder that can be written to/);
  expect(() => trainTo(folder)).toThrow(/takes a file, and .* is a folder/);
});

test('a file that is not there, or has no such column, is named', async () => {
  await expect(run('qualify', 'evaluate', '--data', join(folder, 'none.csv'))).rejects.toThrow(
    /none\.csv cannot be read/,
  );
  await expect(run('qualify', 'train', '--data', train, '--target', 'Won')).rejects.toThrow(/There is no column “Won”/);
});

test('a column named to be dropped or kept that the file does not have is a misspelling, and is told', async () => {
  await expect(run('qualify', 'evaluate', '--data', train, '--drop', 'Regoin')).rejects.toThrow(
    /has no column “Regoin” \(--drop\)\. Its columns: .*“Region”/,
  );
  await expect(
    run('qualify', 'train', '--data', train, '--target', 'Converted', '--keep', 'Deal valeu'),
  ).rejects.toThrow(/--keep/);
});

test('a test file that lacks what the models learned from says so, and so does one of a single outcome', async () => {
  const lines = csvOf(inventedLeads(300, 7)).split('\n');
  const without = file('without.csv', lines.map((line) => line.split(',').toSpliced(2, 1).join(',')).join('\n'));
  const lacking = await run('qualify', 'evaluate', '--train', train, '--test', without, '--json');
  expect(JSON.parse(lacking.printed[0] ?? '')).toMatchObject({ absent: ['Industry'] });
  expect(lacking.told.join()).toContain('lacks Industry');
  const won = file('won.csv', [lines[0], ...lines.filter((line) => line.endsWith(',1'))].join('\n'));
  const single = await run('qualify', 'evaluate', '--train', train, '--test', won, '--json');
  expect(single.code).toBe(1);
  expect(JSON.parse(single.printed[0] ?? '')).toMatchObject({ ok: false, reason: 'one_outcome' });
});
