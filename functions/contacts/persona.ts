import type { IcpCriteria } from '../campaigns/icp.ts';
import { SENIORITIES } from '../campaigns/icp.ts';
import { DEPARTMENT_RULES, type Department, SIDE_BY_SIDE } from './department-rules.ts';
import { ABBREVIATIONS, SENIORITY_RULES, type Seniority } from './title-rules.ts';

type Persona = IcpCriteria['persona'];
export type JudgedTitle = Readonly<{ department: Department; seniority: Seniority; decisionMaker: boolean }>;

const DECISION_MAKERS: readonly Seniority[] = ['owner', 'founder', 'c_suite', 'partner', 'vp', 'head', 'director'];
/** Without a persona the one who decides is the one to write to: how near a person is to deciding, by seniority. */
const NEARNESS_TO_DECIDING: Readonly<Record<Seniority, number>> = {
  owner: 1,
  founder: 1,
  c_suite: 1,
  partner: 0.9,
  vp: 0.85,
  head: 0.8,
  director: 0.75,
  manager: 0.5,
  senior: 0.3,
  entry: 0.2,
  intern: 0.1,
};
/** A person of whom no title is known: nearer to nobody than a manager is. */
const UNTITLED = 0.4;
/** Below this a person is not whom the user sells to. */
export const LEAST_PERSONA_MATCH = 0.5;
/** In a company of at most so many people its founder, owner or chief buys for every department. */
const SMALL_COMPANY = 50;
const BUYS_EVERYTHING: readonly Seniority[] = ['owner', 'founder', 'c_suite'];

/** Lower case without accents and punctuation, abbreviations spelled out: `Sr. VP, Mktg & Ops` → `senior vice president marketing operations`. */
export const plainTitle = (title: string): string =>
  title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/ø/g, 'o')
    .replace(/[æœ]/g, 'ae')
    .replace(/ł/g, 'l')
    .replace(/\br\s*&\s*d\b/g, 'r and d')
    .replace(/['’.]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
    .split(' ')
    .map((word) => ABBREVIATIONS[word] ?? word)
    .join(' ');

/** German umlauts lose their dots in `plainTitle` but are often written as ae, oe, ue: both spellings meet the same rules. */
const spellings = (title: string): string =>
  `${plainTitle(title)} ${plainTitle(title.replace(/ä/gi, 'ae').replace(/ö/gi, 'oe').replace(/ü/gi, 'ue'))}`;

/** Department, seniority and whether such a person decides, from a job title as its bearer writes it. */
export const judgeTitle = (title: string | null): JudgedTitle => {
  if (title === null || title.trim() === '') return { department: 'other', seniority: 'entry', decisionMaker: false };
  // Japanese and Chinese titles of those who represent a company; the Latin rules cannot see them.
  if (/代表取締役|社長|会長|总经理|董事长/.test(title))
    return { department: 'executive', seniority: 'c_suite', decisionMaker: true };
  const plain = /[äöü]/i.test(title) ? spellings(title) : plainTitle(title);
  const seniority = SENIORITY_RULES.find(([rule]) => rule.test(plain))?.[1] ?? 'entry';
  const first = SIDE_BY_SIDE.exec(title)?.[1];
  const department = departmentOf(first === undefined ? plain : plainTitle(first));
  return { department, seniority, decisionMaker: DECISION_MAKERS.includes(seniority) };
};

const departmentOf = (plain: string): Department => DEPARTMENT_RULES.find(([rule]) => rule.test(plain))?.[1] ?? 'other';

const FILLERS = new Set([
  'of',
  'the',
  'and',
  'for',
  'at',
  'in',
  'co',
  'global',
  'regional',
  'group',
  'senior',
  'de',
  'der',
  'des',
]);
const wordsOf = (title: string): ReadonlySet<string> =>
  new Set(
    plainTitle(title)
      .split(' ')
      .filter((word) => word !== '' && !FILLERS.has(word)),
  );

/** How alike two titles are, 0..1: the same words, one within the other, the same function and rank, or some words in common. */
export const titleLikeness = (title: string, wanted: string): number => {
  const has = wordsOf(title);
  const asked = wordsOf(wanted);
  const common = [...has].filter((word) => asked.has(word)).length;
  if (common === has.size && common === asked.size) return 1;
  const mine = judgeTitle(title);
  const theirs = judgeTitle(wanted);
  const sameDepartment = mine.department === theirs.department;
  if (common === asked.size && asked.size > 1) return 0.9;
  if (sameDepartment && common === has.size && has.size > 0) return 0.9;
  const ranks = Math.abs(SENIORITIES.indexOf(mine.seniority) - SENIORITIES.indexOf(theirs.seniority));
  const inRole = sameDepartment && mine.department !== 'other' ? (ranks === 0 ? 0.8 : ranks <= 2 ? 0.6 : 0.3) : 0;
  return Math.max(inRole, (0.6 * 2 * common) / Math.max(1, has.size + asked.size));
};

/**
 * How well a person fits the persona, 0..1: titles count half, departments and seniority a quarter each, of what the persona names. Without a persona
 * the nearer to deciding the better. In small companies the one at the top fits any persona just enough.
 */
export const personaMatch = (title: string | null, persona: Persona, headcount: number | null): number => {
  const judged = judgeTitle(title);
  const untitled = title === null || title.trim() === '';
  if (!asksAnything(persona)) return untitled ? UNTITLED : NEARNESS_TO_DECIDING[judged.seniority];
  if (untitled) return 0;
  const parts = [
    {
      weight: 2,
      asked: persona.jobTitles.length,
      value: Math.max(0, ...persona.jobTitles.map((one) => titleLikeness(title, one))),
    },
    { weight: 1, asked: persona.departments.length, value: persona.departments.includes(judged.department) ? 1 : 0 },
    { weight: 1, asked: persona.seniority.length, value: seniorityFit(judged.seniority, persona.seniority) },
  ].filter(({ asked }) => asked > 0);
  const weight = parts.reduce((sum, part) => sum + part.weight, 0);
  const match = parts.reduce((sum, part) => sum + part.weight * part.value, 0) / weight;
  const buysEverything = headcount !== null && headcount <= SMALL_COMPANY && BUYS_EVERYTHING.includes(judged.seniority);
  return Math.min(1, Math.round(1_000 * (buysEverything ? Math.max(match, LEAST_PERSONA_MATCH) : match)) / 1_000);
};

/** Whether the persona names anything a person can be held against. */
export const asksAnything = ({ jobTitles, departments, seniority }: Persona): boolean =>
  jobTitles.length + departments.length + seniority.length > 0;

const seniorityFit = (seniority: Seniority, wanted: readonly Seniority[]): number => {
  const steps = wanted.map((one) => Math.abs(SENIORITIES.indexOf(seniority) - SENIORITIES.indexOf(one)));
  const nearest = Math.min(...steps);
  return nearest === 0 ? 1 : nearest === 1 ? 0.5 : 0;
};
