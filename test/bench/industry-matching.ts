import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { industriesOf, industryRelation, meaningOf } from '../../functions/discovery/industry-taxonomy.ts';
import { createIndustryFit, INDUSTRY_MATCH } from '../../functions/scoring/industry-fit.ts';
import { type DirectoryCompany, directoryTruth, ICPS, readDirectory, withoutTruth } from './directory-industries.ts';

/**
 * `npm run bench:industries -- --companies FILE --industries FILE [--json]`: how well "industry matches" tells companies of ten ICP
 * industries. COMPANIES is the public YC directory as JSON lines; INDUSTRIES LinkedIn's list with its hierarchy as JSON. Precision and
 * recall are given on companies labelled by hand (`industry-sample.json`, made by reading what each says of itself, without its labels): `dev`
 * was looked at while the taxonomy was written, `heldOut` was drawn and labelled when it was done and led to one mend of it, `secondHeldOut` was
 * drawn (by a hash of the id) and labelled before that mend and looked at by its sums only. And over the whole directory against its own
 * industries, which are then hidden from the matching.
 */
const Labels = z.record(z.string(), z.string());
const Sample = z.object({ letters: Labels, dev: Labels, heldOut: Labels, secondHeldOut: Labels });
type Sample = z.infer<typeof Sample>;
const LinkedIn = z.array(z.object({ label: z.string(), hierarchy: z.string() }));

const PART = 0.8;

type Counts = { truePositive: number; falsePositive: number; falseNegative: number };
const none = (): Counts => ({ truePositive: 0, falsePositive: 0, falseNegative: 0 });
const add = (counts: Counts, matches: boolean, isOne: boolean): void => {
  if (matches && isOne) counts.truePositive += 1;
  else if (matches) counts.falsePositive += 1;
  else if (isOne) counts.falseNegative += 1;
};
const share = (part: number, rest: number): number =>
  part + rest === 0 ? 0 : Math.round((1000 * part) / (part + rest)) / 1000;
const figures = (counts: Counts) => ({
  precision: share(counts.truePositive, counts.falsePositive),
  recall: share(counts.truePositive, counts.falseNegative),
  companies: counts.truePositive + counts.falseNegative,
  ...counts,
});

const HIDING = {
  nothing: (told: DirectoryCompany['company']) => told,
  industries: (told: DirectoryCompany['company']) => ({ ...told, industries: [] }),
  labels: (told: DirectoryCompany['company']) => ({ ...told, industries: [], keywords: [] }),
  texts: (told: DirectoryCompany['company']) => ({ ...told, keywords: [], oneLiner: null, description: null }),
} as const;
type Hidden = keyof typeof HIDING;

const matcher = (industry: string, hidden: Hidden) => {
  const industryOf = createIndustryFit({ industries: [industry], keywords: [], technologies: [], businessModels: [] });
  return ({ company }: DirectoryCompany): boolean => {
    const found = industryOf(HIDING[hidden](company));
    return found.kind === 'known' && found.value >= INDUSTRY_MATCH;
  };
};

/**
 * How many of the sample's false matches are the directory's own word: it has the company under that industry or a part of it, so no
 * matching by labels could tell.
 */
const saidByDirectory = (companies: readonly DirectoryCompany[], labels: Readonly<Record<string, string>>) => {
  const counts = { falsePositive: 0, byDirectory: 0 };
  for (const { industry, letter } of ICPS) {
    const matches = matcher(industry, 'nothing');
    const matchesByLabel = matcher(industry, 'texts');
    for (const one of companies) {
      const label = labels[String(one.id)];
      if (label === undefined || label.toUpperCase().includes(letter) || !matches(one)) continue;
      counts.falsePositive += 1;
      if (matchesByLabel(one)) counts.byDirectory += 1;
    }
  }
  return counts;
};

/** By hand: a capital letter says that the company is of the industry, a small one that it may be argued and does not count. */
const onSample = (companies: readonly DirectoryCompany[], { dev, heldOut, secondHeldOut }: Sample, hidden: Hidden) =>
  ICPS.map(({ industry, letter }) => {
    const matches = matcher(industry, hidden);
    const countsOf = (labels: Readonly<Record<string, string>>): Counts => {
      const counts = none();
      for (const one of companies) {
        const label = labels[String(one.id)];
        if (label !== undefined && !label.includes(letter.toLowerCase()))
          add(counts, matches(one), label.includes(letter));
      }
      return counts;
    };
    return { industry, dev: countsOf(dev), heldOut: countsOf(heldOut), secondHeldOut: countsOf(secondHeldOut) };
  });

const onDirectory = (companies: readonly DirectoryCompany[], hidden: Hidden) =>
  ICPS.map(({ industry, letter }) => {
    const matches = matcher(industry, hidden);
    const counts = none();
    for (const one of companies) {
      const truth = directoryTruth(letter, one);
      if (truth !== undefined) add(counts, matches(withoutTruth(letter, one)), truth);
    }
    return { industry, all: counts };
  });

/** How many of LinkedIn's names are known, and of how many of its steps from broad to narrow the taxonomy says the same. */
const onLinkedIn = (industries: z.infer<typeof LinkedIn>) => {
  let steps = 0;
  let agreed = 0;
  for (const { label, hierarchy } of industries)
    for (const broader of hierarchy.split('>').slice(0, -1)) {
      const { industries: own, besides } = meaningOf(label.trim());
      const closest = industriesOf(broader.trim()).flatMap((asked) =>
        [...own, ...besides].map((given) => industryRelation(asked, given).closeness),
      );
      steps += 1;
      if (Math.max(0, ...closest) >= PART) agreed += 1;
    }
  const known = industries.filter(({ label }) => industriesOf(label.trim()).length > 0).length;
  return { names: industries.length, known, steps, agreed };
};

const summed = (parts: readonly Counts[]): Counts =>
  parts.reduce<Counts>(
    (sum, part) => ({
      truePositive: sum.truePositive + part.truePositive,
      falsePositive: sum.falsePositive + part.falsePositive,
      falseNegative: sum.falseNegative + part.falseNegative,
    }),
    none(),
  );

type Row = Readonly<{ industry: string }> & Readonly<Record<string, Counts | string>>;
const tableOf = (title: string, rows: readonly Row[]): readonly string[] => {
  const [first] = rows;
  const columns = Object.keys(first ?? {}).filter((name) => name !== 'industry');
  const cell = (counts: Counts | string | undefined): string => {
    if (counts === undefined || typeof counts === 'string') return '';
    const { precision, recall, companies } = figures(counts);
    return `${precision.toFixed(2)}  ${recall.toFixed(2)}  ${String(companies).padStart(5)}`;
  };
  const total: Row = {
    industry: 'all ten together',
    ...Object.fromEntries(
      columns.map((name) => [name, summed(rows.map((row) => row[name]).filter((one) => typeof one === 'object'))]),
    ),
  };
  const lines = [...rows, total].map(
    (row) => `  ${row.industry.padEnd(54)}${columns.map((name) => cell(row[name]).padEnd(26)).join('')}`,
  );
  return ['', title, `  ${''.padEnd(54)}${columns.map((name) => `${name}: P, R, n`.padEnd(26)).join('')}`, ...lines];
};

const asFigures = (rows: readonly Row[]) =>
  rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, typeof value === 'string' ? value : figures(value)]),
    ),
  );

const { values } = parseArgs({
  options: { companies: { type: 'string' }, industries: { type: 'string' }, json: { type: 'boolean', default: false } },
});
if (values.companies === undefined || values.industries === undefined)
  throw new Error('Give --companies FILE (the YC directory, JSON lines) and --industries FILE (LinkedIn’s list, JSON)');

const companies = readDirectory(readFileSync(values.companies, 'utf8'));
const linkedIn = onLinkedIn(LinkedIn.parse(JSON.parse(readFileSync(values.industries, 'utf8'))));
const sample = Sample.parse(JSON.parse(readFileSync(resolve(import.meta.dirname, 'industry-sample.json'), 'utf8')));
const tables = {
  sample: onSample(companies, sample, 'nothing'),
  sampleTextOnly: onSample(companies, sample, 'labels'),
  directoryWithoutIndustries: onDirectory(companies, 'industries'),
  directoryTextOnly: onDirectory(companies, 'labels'),
} as const;

const falseMatches = {
  dev: saidByDirectory(companies, sample.dev),
  heldOut: saidByDirectory(companies, sample.heldOut),
  secondHeldOut: saidByDirectory(companies, sample.secondHeldOut),
};

if (values.json)
  console.log(
    JSON.stringify({
      match: INDUSTRY_MATCH,
      linkedIn,
      falseMatches,
      ...Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, asFigures(rows)])),
    }),
  );
else {
  const { names, known, steps, agreed } = linkedIn;
  console.log(
    `LinkedIn's list: ${String(known)} of ${String(names)} names known; ${String(agreed)} of ${String(steps)} steps agree.`,
  );
  console.log(
    `A company matches from ${String(INDUSTRY_MATCH)} on. P precision, R recall, n companies of the industry.`,
  );
  const titles = {
    sample: `${[sample.dev, sample.heldOut, sample.secondHeldOut].map((part) => String(Object.keys(part).length)).join(', ')} companies labelled by hand, as the directory tells them`,
    sampleTextOnly: 'the same, their industries and tags hidden',
    directoryWithoutIndustries:
      'the whole directory against its own industries, which are hidden (tags and texts told)',
    directoryTextOnly: 'the whole directory against its own industries, texts alone told',
  } as const;
  for (const [name, rows] of Object.entries(tables))
    for (const line of tableOf(titles[name as keyof typeof titles], rows)) console.log(line);
  for (const [half, { falsePositive, byDirectory }] of Object.entries(falseMatches))
    console.log(
      `\n${half}: of ${String(falsePositive)} false matches ${String(byDirectory)} stand in the directory itself under that industry.`,
    );
}
