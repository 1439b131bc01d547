import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { WorkspaceId } from '../platform/ids.ts';
import { companyKey } from '../platform/keys.ts';
import type { Item, Table } from '../platform/table.ts';
import { DAY, type Instant } from '../platform/time.ts';
import { Company } from './company.ts';
import { fitCompany } from './fit-company.ts';
import { mergeOverKept } from './merge-companies.ts';

/** Room for the company itself in an item of one write unit (1,024 bytes), beside keys, type, times and hash. */
const COMPANY_BYTES = 700;
const WRITERS = 4;
/** After so long a newer reading is believed over a more trusted source: companies have grown and moved since. */
const STALE = 180 * DAY;

/** What is empty is left out of the item: names count towards its size. */
const { shape } = Company;
const CompanyItem = z.object({
  ...shape,
  industries: shape.industries.default([]),
  keywords: shape.keywords.default([]),
  oneLiner: shape.oneLiner.default(null),
  description: shape.description.default(null),
  headcount: shape.headcount.default(null),
  revenue: shape.revenue.default(null),
  foundedYear: shape.foundedYear.default(null),
  locations: shape.locations.default([]),
  country: shape.country.default(null),
  remote: shape.remote.default(false),
  hiring: shape.hiring.default(null),
  fundingStage: shape.fundingStage.default(null),
  type: z.literal('Company'),
  hash: z.string(),
  createdAt: z.string(),
  updatedAt: z.string().optional(),
});
type Stored = Readonly<{ company: Company; hash: string; createdAt: string; updatedAt: string }>;

const decode = (item: Item): Stored => {
  const { hash, createdAt, updatedAt = createdAt, ...rest } = CompanyItem.parse(item);
  return { company: Company.parse(rest), hash, createdAt, updatedAt };
};

const isEmpty = (value: unknown): boolean =>
  value === null || value === false || (Array.isArray(value) && value.length === 0);

/** What a company is, without where it was read: the same list imported again changes nothing. */
const hashOf = (company: Company): string =>
  createHash('sha256')
    .update(JSON.stringify({ ...company, source: '', sources: undefined }))
    .digest('base64url')
    .slice(0, 16);

export type CompanyStore = ReturnType<typeof createCompanyStore>;

/** The companies of a workspace by domain. */
export const createCompanyStore = (table: Table) => {
  const stored = async (workspaceId: WorkspaceId, domains: readonly string[]): Promise<Map<string, Stored>> => {
    const items = await table.batchGet(domains.map((domain) => companyKey(workspaceId, domain)));
    return new Map(
      items.map((item) => {
        const found = decode(item);
        return [found.company.domain, found];
      }),
    );
  };

  const itemOf = (workspaceId: WorkspaceId, company: Company, hash: string, createdAt: Instant, now: Instant) => ({
    ...Object.fromEntries(Object.entries(company).filter(([, value]) => !isEmpty(value))),
    // Known to be false is not the same as not known.
    ...(company.hiring === false ? { hiring: false } : {}),
    ...companyKey(workspaceId, company.domain),
    type: 'Company',
    v: 1,
    hash,
    createdAt,
    updatedAt: now,
  });

  return {
    get: async (workspaceId: WorkspaceId, domain: string): Promise<Company | undefined> => {
      const item = await table.get(companyKey(workspaceId, domain));
      return item === undefined ? undefined : decode(item).company;
    },

    /**
     * Writes those companies that are new or differ from what is stored, one write unit each, and gives their number. What a company does
     * not tell is kept as stored, and so is what a more trusted source told within the last half year (`trust.ts`). Domains must be distinct.
     */
    writeChanged: async (workspaceId: WorkspaceId, companies: readonly Company[], now: Instant): Promise<number> => {
      const before = await stored(
        workspaceId,
        companies.map(({ domain }) => domain),
      );
      const changed = companies.flatMap((company) => {
        const known = before.get(company.domain);
        const merged =
          known === undefined
            ? company
            : mergeOverKept(company, known.company, Date.parse(now) - Date.parse(known.updatedAt) > STALE);
        const fitted = fitCompany(merged, COMPANY_BYTES);
        const hash = hashOf(fitted);
        return hash === known?.hash ? [] : [itemOf(workspaceId, fitted, hash, known?.createdAt ?? now, now)];
      });
      const share = Math.ceil(changed.length / WRITERS);
      await Promise.all(
        Array.from({ length: WRITERS }, (_, writer) =>
          table.batchPut(changed.slice(writer * share, (writer + 1) * share)),
        ),
      );
      return changed.length;
    },
  };
};
