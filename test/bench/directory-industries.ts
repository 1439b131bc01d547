import * as z from 'zod';
import { mapColumns } from '../../functions/discovery/columns.ts';
import type { Company } from '../../functions/discovery/company.ts';
import { readCompany } from '../../functions/discovery/company-row.ts';

/** A company of the directory with what the directory itself says of its industry. */
export type DirectoryCompany = Readonly<{
  id: number;
  company: Company;
  subindustry: string;
  tags: readonly string[];
}>;

const Row = z.looseObject({ id: z.int(), subindustry: z.string(), tags: z.array(z.string()) });

/** The ten industries that are looked for, five of them by LinkedIn's own names, with their letters in the labelled sample. */
export const ICPS = [
  { letter: 'S', industry: 'Software Development' },
  { letter: 'H', industry: 'Hardware' },
  { letter: 'F', industry: 'Financial Services' },
  { letter: 'M', industry: 'Hospitals and Health Care' },
  { letter: 'B', industry: 'Biotechnology Research' },
  { letter: 'D', industry: 'Developer Tools' },
  { letter: 'E', industry: 'Education' },
  { letter: 'R', industry: 'Real Estate' },
  { letter: 'L', industry: 'Transportation, Logistics, Supply Chain and Storage' },
  { letter: 'K', industry: 'Food and Beverage Services' },
] as const;
export type Letter = (typeof ICPS)[number]['letter'];

/** Reads the directory's JSON lines as an import of the product does; the website is of no matter here. */
export const readDirectory = (text: string): readonly DirectoryCompany[] => {
  const rows = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Row.parse(JSON.parse(line)));
  const mapped = mapColumns('companies', Object.keys(rows[0] ?? {}), {});
  if (!mapped.ok) throw new Error(mapped.problem);
  return rows.flatMap((row) => {
    const cells = Object.fromEntries(
      Object.entries(mapped.columns).map(([field, column]) => [field, column === undefined ? undefined : row[column]]),
    );
    const site = { website: `https://company-${String(row.id)}.com`, domain: undefined };
    const read = readCompany({ ...cells, ...site }, { source: 'directory', currentYear: 2026 });
    return read.ok ? [{ id: row.id, company: read.company, subindustry: row.subindustry, tags: row.tags }] : [];
  });
};

/**
 * Which companies the directory itself puts into an industry: `is` by its one industry; `may` by that or a tag: these are neither counted
 * for nor against, because a tag is set by the company and says less. Everything else is not of it.
 */
const DIRECTORY: Readonly<Record<Letter, Readonly<{ is: RegExp; may: RegExp }>>> = {
  S: {
    is: /^B2B -> (?:Engineering|Infrastructure|Productivity|Marketing|Sales|Analytics|Finance|Security|Human|Recruiting|Legal|Office)/,
    // Anyone may make software; who grows food, drugs or rockets is not a software company whatever the tags.
    may: /^(?!Healthcare -> (?:Therapeutics|Drug|Industrial Bio|Medical Devices)|Consumer -> (?:Food|Apparel|Home)|Industrials -> (?:Aviation|Energy|Defense))/,
  },
  H: {
    is: /^(?:Consumer -> Consumer Electronics|Industrials -> (?:Drones|Manufacturing and Robotics|Aviation and Space|Defense))/,
    may: /Hardware|Hard Tech|Robot|Electronic|Medical Devices|IoT|Drones|Semiconductor|Aerospace|Satellite|Industrials|Virtual|Augmented|Energy|Vehicle|3D Printing|Smart|Diagnostics|Sensors|Quantum|Materials|Air|Manufactur/,
  },
  F: {
    is: /^Fintech/,
    may: /Fintech|Finance|Payments|Insurance|Crypto|Invest|Bank|Lending|FinOps|DeFi|Trading|Payroll|Billing|NFT|Crowdfunding|Stocks/,
  },
  M: {
    is: /^Healthcare/,
    may: /Health|Medic|Bio|Therap|Diagnos|Drug|Gen|Care|Fitness|Wellness|Pharma|Nano|Neuro|Cell|Dental|Sleep|Aging|Fertility|Oncology/,
  },
  B: {
    is: /^Healthcare -> (?:Therapeutics|Drug|Industrial Bio)/,
    may: /Healthcare|Bio|Therap|Gen|Drug|Cell|Nano|CRISPR|Meat|Agriculture|Neuro|Oncology/,
  },
  D: {
    is: /Developer Tools/,
    may: /Engineering|Infrastructure|API|Open Source|DevOps|DevSecOps|AIOps|Data|Kubernetes|Web Development|No-code|Cloud|Security|Analytics|Monitoring|ML|Machine Learning|Deep Learning|Crypto|Identity|Reinforcement/,
  },
  E: { is: /^Education/, may: /Educat|Edtech|Learning|Kids|Bootcamp|Careers|Income Share/ },
  R: {
    is: /^Real Estate and Construction -> Housing/,
    may: /Real Estate|Proptech|Housing|Construction|Home|Smart Locks|Mortgage/,
  },
  L: {
    is: /^(?:B2B -> Supply Chain and Logistics|Consumer -> Transportation)/,
    may: /Logistics|Supply Chain|Delivery|Transport|Mobility|Truck|Automotive|Vehicle|Ride|Maritime|Freight|Airlines|Air Taxis|Warehouse|Travel|Drones|Navigation|Grocery|Procurement/,
  },
  K: {
    is: /^Consumer -> Food and Beverage/,
    may: /Food|Grocery|Restaurant|Beverage|Kitchen|Meat|Agriculture|Delivery|Cannabis|Farming|Cellular/,
  },
};

/** What the directory says: of the industry, not of it, or undefined where it leaves that open. */
export const directoryTruth = (letter: Letter, { subindustry, tags }: DirectoryCompany): boolean | undefined => {
  const { is, may } = DIRECTORY[letter];
  const own = letter === 'D' ? tags : [subindustry];
  if (own.some((name) => is.test(name))) return true;
  const open = letter === 'S' ? [subindustry] : [subindustry, ...tags];
  return open.some((name) => may.test(name)) ? undefined : false;
};

/** The company without the tag that is the truth where the directory has no industry of that name. */
export const withoutTruth = (letter: Letter, one: DirectoryCompany): DirectoryCompany =>
  letter === 'D'
    ? {
        ...one,
        company: { ...one.company, keywords: one.company.keywords.filter((tag) => !DIRECTORY.D.is.test(tag)) },
      }
    : one;
