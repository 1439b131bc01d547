import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for one test's state and files. */
export const testFolder = (): string => mkdtempSync(join(tmpdir(), 'throughline-'));

const COMPANY_COLUMNS = 'Company,Website,Industry,One-liner,Employees,Founded,City,Region,Country,Hiring,Status';
const CONTACT_COLUMNS = 'Company Website,Company,First Name,Last Name,Job Title,Email,Location';

/** Files of `companies` invented software companies, of which one in `fitting` fits the ICP below, each with one decision maker. */
export const writeCampaignFiles = (
  folder: string,
  companies: number,
  fitting = 1,
): { companies: string; contacts: string } => {
  const numbers = Array.from({ length: companies }, (_, at) => String(at + 1).padStart(5, '0'));
  const paths = { companies: join(folder, 'companies.csv'), contacts: join(folder, 'contacts.csv') };
  const company = (n: string) =>
    Number(n) % fitting === 0
      ? `Ledgerworks ${n},https://ledgerworks-${n}.example,Software Development,Accounting software for workshops,60,2019,Leeds,England,United Kingdom,yes,Active`
      : `Kiln & Clay ${n},https://kiln-and-clay-${n}.example,Ceramics Manufacturing,Stoneware for restaurants,4000,1971,Osaka,Osaka,Japan,no,Active`;
  const contact = (n: string) =>
    `https://ledgerworks-${n}.example,Ledgerworks ${n},Noor,Haddad,Chief Executive Officer,noor.haddad@ledgerworks-${n}.example,"Leeds, England, United Kingdom"`;
  writeFileSync(paths.companies, `${[COMPANY_COLUMNS, ...numbers.map(company)].join('\n')}\n`);
  writeFileSync(paths.contacts, `${[CONTACT_COLUMNS, ...numbers.map(contact)].join('\n')}\n`);
  return paths;
};

export const softwareIcp = {
  name: 'Software companies',
  industries: ['Software Development'],
  headcount: { min: 10, max: 500 },
  locations: ['United Kingdom'],
  persona: { seniority: ['c_suite'] },
  threshold: 0.5,
};

export const testOffer = {
  product: 'Harbourlight review',
  oneLiner: 'A written review of your website with the costliest faults first.',
  problems: ['Buyers of business software often leave a website before they have understood what the product does.'],
  benefits: ['Two former software buyers read your website and write down what costs you enquiries, the worst first.'],
  proof: ['We have reviewed 1,260 sites since 2017.'],
  callToAction: 'Shall I send you the first three findings for your site?',
};

export const testSender = {
  name: 'Ana Reboredo',
  email: 'ana@harbourlight.example',
  legalName: 'Harbourlight Lda',
  postalAddress: 'Rua do Farol 27, Lisboa, Portugal',
};
