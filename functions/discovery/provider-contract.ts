import * as z from 'zod';
import { COMPANY_PROVIDERS } from '../campaigns/contract.ts';
import { IcpCriteria } from '../campaigns/icp.ts';
import { defineRoutes } from '../platform/http/route.ts';
import { IcpId, ImportId } from '../platform/ids.ts';
import { Company } from './company.ts';

const count = z.int().nonnegative();

/** Providers by name, imported files among them. */
export const PROVIDERS = ['file', ...COMPANY_PROVIDERS] as const;
export const ProviderKind = z.enum(PROVIDERS);
export type ProviderKind = z.infer<typeof ProviderKind>;

export const ProviderView = z.object({
  name: ProviderKind,
  /** As people know it. */
  label: z.string(),
  needsKey: z.boolean(),
  /** Whether it can be asked: no key is needed, or one is stored. */
  configured: z.boolean(),
  /** What it costs and what its limits are, in words. */
  cost: z.string(),
  limits: z.string(),
  /** What of a profile it can be asked for; the rest is filtered or scored by us. */
  asks: z.array(z.string()),
});
export type ProviderView = z.infer<typeof ProviderView>;

/** A company with the source of each field that it tells. */
export const FoundCompany = Company.omit({ sources: true }).extend({
  fieldSources: z.record(z.string(), z.string()),
});
export type FoundCompany = z.infer<typeof FoundCompany>;

export const SearchWish = z
  .strictObject({
    provider: ProviderKind,
    /** The profile to search by: criteria, or a stored one. */
    criteria: IcpCriteria.optional(),
    icpId: IcpId.optional(),
    /** The import to look at, for the provider `file`. */
    importId: ImportId.optional(),
    limit: z.int().min(1).max(100).default(25),
    cursor: z.string().max(10_000).optional(),
  })
  .refine(({ criteria, icpId }) => (criteria === undefined) !== (icpId === undefined), {
    message: 'give either criteria or the icpId of a stored profile',
    path: ['criteria'],
  })
  .refine(({ provider, importId }) => (provider === 'file') === (importId !== undefined), {
    message: 'names the import of the provider "file", and goes with no other',
    path: ['importId'],
  });
export type SearchWish = z.infer<typeof SearchWish>;

export const SearchAnswer = z.object({
  companies: z.array(FoundCompany),
  nextCursor: z.string().nullable(),
  totalFound: count.nullable(),
  costUsd: z.number().nonnegative(),
  credits: z.number().nonnegative(),
  /** How many the provider gave that a run would leave out, by reason. */
  leftOut: z.record(z.string(), count),
  /** What was asked otherwise than the profile says, and why there may be less than could be. */
  warnings: z.array(z.string()),
});
export type SearchAnswer = z.infer<typeof SearchAnswer>;

const providers = { servedBy: 'discovery/serve-providers', tag: 'Discovery' } as const;

export const providerRoutes = defineRoutes({
  listProviders: {
    ...providers,
    operationId: 'listProviders',
    method: 'GET',
    path: '/discovery/providers',
    summary: 'Where companies can come from, and what each source costs',
    permission: 'company:read',
    status: 200,
    response: z.object({ items: z.array(ProviderView) }),
  },
  searchProvider: {
    ...providers,
    operationId: 'searchProvider',
    method: 'POST',
    path: '/discovery/search',
    summary: 'Look at what a provider gives for a profile, before a run; a paid provider charges for it',
    permission: 'company:execute',
    body: SearchWish,
    status: 200,
    response: SearchAnswer,
  },
});
