import { IcpCriteria } from '../../functions/campaigns/icp.ts';
import { Company } from '../../functions/discovery/company.ts';
import { createIcpFit } from '../../functions/scoring/icp-fit.ts';

const COMPANIES = 5_000;
const ROUNDS = 5;

const INDUSTRIES = [
  'Software Development',
  'Fintech',
  'Payments',
  'Robotics',
  'Restaurants',
  'Digital Health',
  'Retail',
  'B2B',
];
const TAGS = ['SaaS', 'AI', 'Marketplace', 'Developer Tools', 'Hardware', 'Logistics', 'Education', 'API'];
const WORDS =
  'We build a platform for teams that plan payments robots warehouses clinics and schools with software sensors data and people who care about what is delivered';

/** Companies as a directory tells them: three labels, four tags, a line and about 600 characters of description. */
const companyAt = (at: number): Company => {
  const pick = <Value>(from: readonly Value[], step: number): Value[] => {
    const one = from[(at * 7 + step * 3) % from.length];
    return one === undefined ? [] : [one];
  };
  const words = WORDS.split(' ');
  const text = Array.from({ length: 100 }, (_, word) => words[(at + word * 5) % words.length]).join(' ');
  return Company.parse({
    ...{ domain: `c${String(at)}.com`, name: `Company ${String(at)}`, website: `https://c${String(at)}.com/` },
    industries: [...new Set([1, 2, 3].flatMap((step) => pick(INDUSTRIES, step)))],
    keywords: [...new Set([1, 2, 3, 4].flatMap((step) => pick(TAGS, step)))],
    ...{ oneLiner: text.slice(0, 80), description: text, headcount: 1 + ((at * 37) % 2_000), revenue: at * 10_000 },
    ...{ foundedYear: 1990 + (at % 36), locations: ['Austin, TX, USA'], country: 'US', remote: at % 9 === 0 },
    ...{ hiring: at % 3 === 0, fundingStage: 'Seed', status: 'active', source: 'bench' },
  });
};

export type ScoringSpeed = Readonly<{ companiesPerCpuSecond: number }>;

/** How many companies one CPU scores in a second by an ICP that asks for everything: the best of five rounds over 5,000. */
export const speedOfScoring = (): ScoringSpeed => {
  const companies = Array.from({ length: COMPANIES }, (_, at) => companyAt(at));
  const icp = IcpCriteria.parse({
    ...{ name: 'bench', industries: ['Software Development', 'Fintech', 'Logistics'] },
    ...{
      keywords: ['payments', 'robots'],
      headcount: { min: 20, max: 200 },
      revenue: { min: 1_000_000, max: 50_000_000 },
    },
    ...{ locations: ['Europe', 'United States'], growth: true },
  });
  const scoreOf = createIcpFit(icp, Date.parse('2026-11-21T00:00:00.000Z'));
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = process.cpuUsage();
    for (const company of companies) scoreOf(company);
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1e6);
  }
  return { companiesPerCpuSecond: COMPANIES / best };
};
