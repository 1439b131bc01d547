import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { CATEGORIES } from '../../functions/assessment/contract.ts';
import { libraryRule } from '../../functions/assessment/security/rules/library-rule.ts';
import { observatoryRules } from '../../functions/assessment/security/rules/observatory-rules.ts';
import { TECHNOLOGY_RULES } from '../../functions/assessment/tech/detect-technologies.ts';
import { PROJECT_ROOT } from '../../lib/bundling/entries.ts';

const ListedRule = z.object({
  id: z.string(),
  category: z.enum(CATEGORIES),
  title: z.string(),
  weight: z.number(),
  severity: z.string(),
  source: z.url(),
});
export type ListedRule = z.infer<typeof ListedRule>;

const FOLDER = join(PROJECT_ROOT, 'functions', 'assessment');
const DOCUMENT = join(PROJECT_ROOT, 'docs', 'assessment-rules.md');
/** A module that gives a set of rules says so: `export const SEO_RULES: readonly Rule<…>[]`. */
const RULE_SET = /export const [A-Z_]*RULES\b/;

/** Every rule of every set that the area exports, and those that are made for each site, each once: by category, then by id. */
export const allRules = async (): Promise<readonly ListedRule[]> => {
  const rules = new Map<string, ListedRule>();
  for (const rule of [...observatoryRules(null), libraryRule([])]) rules.set(rule.id, ListedRule.parse(rule));
  for (const file of readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.ts'))) {
    const path = join(FOLDER, file);
    if (!RULE_SET.test(readFileSync(path, 'utf8'))) continue;
    const module: unknown = await import(pathToFileURL(path).href);
    for (const value of Object.values(z.record(z.string(), z.unknown()).parse({ ...(module as object) })))
      for (const rule of Array.isArray(value) ? value : []) {
        const listed = ListedRule.safeParse(isAudit(rule) ? auditRule(rule) : rule);
        if (listed.success) rules.set(listed.data.id, listed.data);
      }
  }
  return [...rules.values()].sort(
    (a, b) => CATEGORIES.indexOf(a.category) - CATEGORIES.indexOf(b.category) || (a.id < b.id ? -1 : 1),
  );
};

/** What Lighthouse finds beside the metrics that make its score has no weight, and is known by the name of its audit. */
const isAudit = (rule: unknown): rule is Readonly<{ audit: string }> =>
  typeof rule === 'object' && rule !== null && 'audit' in rule && typeof rule.audit === 'string';
const auditRule = (rule: Readonly<{ audit: string }>) => ({
  ...rule,
  id: `performance.${rule.audit}`,
  category: 'performance',
  weight: 0,
});

const weightText = (weight: number): string => (Number.isInteger(weight) ? String(weight) : weight.toFixed(2));

/** The table of docs/assessment-rules.md. */
export const rulesTable = (rules: readonly ListedRule[]): string =>
  [
    '| id | category | weight | severity | what it finds | source |',
    '|---|---|--:|---|---|---|',
    ...rules.map(
      ({ id, category, weight, severity, title, source }) =>
        `| \`${id}\` | ${category} | ${weightText(weight)} | ${severity} | ${title.replaceAll('|', '\\|')} | ${source} |`,
    ),
  ].join('\n');

/** What technologies are known, by kind. */
export const technologiesTable = (): string =>
  [
    '| kind | technologies |',
    '|---|---|',
    ...[...Map.groupBy(TECHNOLOGY_RULES, ({ kind }) => kind)].map(
      ([kind, known]) => `| ${kind} | ${known.map(({ name }) => name).join(', ')} |`,
    ),
  ].join('\n');

/** The document as it is, and as it is to be. */
export const rulesDocument = async (): Promise<Readonly<{ text: string; wanted: string }>> => {
  const text = readFileSync(DOCUMENT, 'utf8');
  const put = (whole: string, name: string, table: string): string =>
    whole.replace(
      new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(\\n<!-- end -->)`),
      (_, start: string, end: string) => `${start}${table}${end}`,
    );
  return { text, wanted: put(put(text, 'rules', rulesTable(await allRules())), 'technologies', technologiesTable()) };
};

if (process.argv[1] === import.meta.filename) writeFileSync(DOCUMENT, (await rulesDocument()).wanted);
