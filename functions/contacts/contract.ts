import * as z from 'zod';
import { PEOPLE_PROVIDERS } from '../campaigns/contact-lookup.ts';
import { RunInput } from '../campaigns/contract.ts';
import { DEPARTMENTS, SENIORITIES } from '../campaigns/icp.ts';
import { PageQuery, pageOf } from '../platform/http/page.ts';
import { defineRoutes } from '../platform/http/route.ts';
import { MicroUsd } from '../platform/money.ts';
import { Instant } from '../platform/time.ts';
import { ScoredCompany } from '../scoring/contract.ts';

export const VERDICTS = ['valid', 'risky', 'invalid', 'unknown'] as const;
export const EmailVerdict = z.object({ verdict: z.enum(VERDICTS), reasons: z.array(z.string()) });
export type EmailVerdict = z.infer<typeof EmailVerdict>;

/** Where a person's address is from; a `guess` was made by the pattern of the domain's other addresses. */
export const CONTACT_SOURCES = ['import', 'website', ...PEOPLE_PROVIDERS, 'guess'] as const;
/** A person at a company, found and judged, ready to be written to. */
export const Prospect = z.object({
  id: z.string(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  title: z.string().nullable(),
  department: z.enum(DEPARTMENTS),
  seniority: z.enum(SENIORITIES),
  decisionMaker: z.boolean(),
  /** How well the person fits the ICP's persona, 0..1. */
  personaMatch: z.number().min(0).max(1),
  email: z.string(),
  verification: EmailVerdict,
  source: z.enum(CONTACT_SOURCES),
  /** Import line or page address the person was found at. */
  sourceRef: z.string(),
  country: z.string().length(2).nullable(),
});
export type Prospect = z.infer<typeof Prospect>;

export const ContactView = Prospect.extend({ domain: z.string(), companyName: z.string(), createdAt: Instant });
export type ContactView = z.infer<typeof ContactView>;

/** A passage of a website: what a claim about the recipient cites by id. */
export const Passage = z.object({ id: z.string(), url: z.string(), heading: z.string().nullable(), text: z.string() });
export type Passage = z.infer<typeof Passage>;
/** A person named on a company's site; the address only where the site gives one. */
export const SitePerson = z.object({
  firstName: z.string(),
  lastName: z.string(),
  title: z.string().nullable(),
  email: z.string().nullable(),
  url: z.string(),
});
export type SitePerson = z.infer<typeof SitePerson>;
/** What was read of a company's site (S3, sitePassagesKey). */
export const SiteReading = z.object({
  domain: z.string(),
  readAt: Instant,
  outcome: z.enum(['read', 'unreachable', 'disallowed', 'empty']),
  reason: z.string().nullable(),
  pages: z.array(z.object({ url: z.string(), status: z.int(), title: z.string().nullable() })),
  /** Every address that was asked for, in order, whether it answered or not. */
  tried: z.array(z.string()).default([]),
  passages: z.array(Passage),
  people: z.array(SitePerson).default([]),
  /** Addresses that stand on the site without a person's name. */
  addresses: z.array(z.object({ email: z.string(), url: z.string() })).default([]),
  phones: z.array(z.string()).default([]),
  /** The company's own pages on social networks. */
  profiles: z.array(z.string()).default([]),
});
export type SiteReading = z.infer<typeof SiteReading>;

export const FindContactsInput = RunInput.extend({ planKey: z.string(), qualified: z.array(ScoredCompany) });
export const CompanyProspects = ScoredCompany.extend({
  contacts: z.array(Prospect),
  /** Why people of this company are not written to, by reason. */
  contactDrops: z.record(z.string(), z.int()),
  siteKey: z.string().nullable(),
  /** File of what our assessment found on its website (`OfferedReport` of copy), when the campaign offers the report. */
  reportKey: z.string().optional(),
  /** What providers took for looking these people up. */
  lookupMicroUsd: MicroUsd.optional(),
});
export type CompanyProspects = z.infer<typeof CompanyProspects>;
export const FindContactsOutput = RunInput.extend({
  planKey: z.string(),
  prospects: z.array(CompanyProspects),
  /** Whether the campaign offers the assessment report: the websites are assessed before mails are written. */
  offersReport: z.boolean().default(false),
});
export type FindContactsOutput = z.infer<typeof FindContactsOutput>;

const contacts = { servedBy: 'contacts/serve-contacts', tag: 'Contacts' } as const;
export const contactRoutes = defineRoutes({
  listCompanyContacts: {
    ...contacts,
    operationId: 'listCompanyContacts',
    method: 'GET',
    path: '/companies/{domain}/contacts',
    summary: 'The people known at a company',
    permission: 'contact:read',
    params: z.object({ domain: z.string().min(3).max(253) }),
    query: PageQuery,
    status: 200,
    response: pageOf(ContactView),
  },
  findContact: {
    ...contacts,
    operationId: 'findContact',
    method: 'GET',
    path: '/contacts',
    summary: 'Who an address belongs to and when it was last written to',
    permission: 'contact:read',
    query: z.object({ email: z.email() }),
    status: 200,
    response: z.object({
      domain: z.string(),
      contactId: z.string(),
      lastContactedAt: Instant.nullable(),
      lastCampaignId: z.string().nullable(),
    }),
  },
});
