import * as z from 'zod';
import { PEOPLE_PROVIDERS, PeopleProviderName } from '../campaigns/contact-lookup.ts';
import { IcpCriteria } from '../campaigns/icp.ts';
import { defineRoutes } from '../platform/http/route.ts';
import { singleLine } from '../platform/http/text.ts';
import { CONTACT_SOURCES, Prospect, SiteReading } from './contract.ts';

const count = z.int().nonnegative();

export const FindWish = z.strictObject({
  /** The company's website, as an address or a domain. */
  websiteUrl: singleLine(2_000),
  /** Whom to look for; without one, whoever is nearest to deciding. */
  persona: IcpCriteria.shape.persona,
  limit: z.int().min(1).max(10).default(3),
  /** Paid providers to ask, in this order, where the website gives nobody who fits; each needs a key of the workspace. */
  providers: z
    .array(PeopleProviderName)
    .max(PEOPLE_PROVIDERS.length)
    .refine((names) => new Set(names).size === names.length, 'must name each provider once')
    .default([]),
  /** Reads the website anew although a reading of it is kept. */
  refresh: z.boolean().default(false),
});
export type FindWish = z.infer<typeof FindWish>;

export const FoundContacts = z.object({
  domain: z.string(),
  websiteUrl: z.string(),
  /** What became of reading the website. */
  site: SiteReading.pick({ outcome: true, reason: true, phones: true, profiles: true }).extend({
    pages: z.array(z.string()),
    tried: z.array(z.string()),
  }),
  contacts: z.array(Prospect),
  /** Whether somebody among them is whom the persona means. */
  personaMet: z.boolean(),
  /** Who was found and is not given, by reason. */
  drops: z.record(z.string(), count),
  /** Every source in the order in which it was asked. */
  tried: z.array(
    z.object({
      source: z.enum(CONTACT_SOURCES),
      outcome: z.enum(['found', 'nobody', 'failed', 'skipped']),
      found: count,
      costUsd: z.number(),
      credits: z.number(),
      detail: z.string().nullable(),
    }),
  ),
  warnings: z.array(z.string()),
  costUsd: z.number(),
});
export type FoundContacts = z.infer<typeof FoundContacts>;

export const findRoutes = defineRoutes({
  findContacts: {
    servedBy: 'contacts/look-up-contacts',
    tag: 'Contacts',
    operationId: 'findContacts',
    method: 'POST',
    path: '/contacts/find',
    summary:
      'Find people of one company: its website, then the providers that are named, then the pattern of its addresses',
    permission: 'contact:execute',
    body: FindWish,
    status: 200,
    response: FoundContacts,
  },
});
