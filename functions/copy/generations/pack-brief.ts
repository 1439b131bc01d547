import { IcpCriteria } from '../../campaigns/icp.ts';
import type { Brief } from '../brief.ts';
import type { SentenceEvidence } from '../contract.ts';
import { endWith } from '../prose.ts';
import type { Preferences } from './copy-request.ts';
import type { MailPart } from './copy-results.ts';
import type { SiteProfile } from './site-profile.ts';

/** Ids under which a caller's own sentences are cited. */
export const OWN_OPENING = 'preferences:openingLine';
export const OWN_PROOF = 'preferences:socialProof';
export const OWN_CALL = 'preferences:ctaSetting';
/** Whom the caller wants to write to. */
export const AUDIENCE = 'icp:persona';
/** The website's own address. */
export const ADDRESS = 'website:address';

const NO_PERSON = { firstName: null, lastName: null, title: null, department: 'other', seniority: 'entry' } as const;

/**
 * A website as a brief for the guards of the email writer: its company is whom the claims are about, its passages are the evidence. What the caller states stands as
 * the offer.
 */
export const packBrief = (
  { name, domain, address, passages }: Pick<SiteProfile, 'name' | 'domain' | 'address' | 'passages'>,
  {
    preferences,
    callToAction,
    audience = '',
  }: Readonly<{
    preferences: Preferences;
    callToAction: string;
    /** Whom the caller wants to write to, in words. */
    audience?: string;
  }>,
): Brief => ({
  company: {
    domain,
    name,
    website: address,
    industries: [],
    keywords: [],
    oneLiner: null,
    description: null,
    headcount: null,
    revenue: null,
    foundedYear: null,
    locations: [],
    country: null,
    remote: false,
    hiring: null,
    fundingStage: null,
    status: 'active',
    source: 'website',
  },
  prospect: NO_PERSON,
  passages,
  offer: {
    product: name,
    oneLiner: preferences.openingLine ?? name,
    problems: audience === '' ? [] : [audience],
    benefits: [],
    proof: typeof preferences.socialProof === 'string' ? [endWith(preferences.socialProof)] : [],
    callToAction,
    link: address,
  },
  sender: { name: `The ${name} team` },
  icp: IcpCriteria.parse({ name: 'any', voice: { tone: preferences.tone } }),
  seed: domain,
});

const OFFER_IDS: Readonly<Record<string, string>> = {
  [OWN_OPENING]: 'offer:oneLiner',
  [OWN_PROOF]: 'offer:proof.0',
  [AUDIENCE]: 'offer:problems.0',
  [OWN_CALL]: 'offer:callToAction',
  [ADDRESS]: 'offer:link',
};

/** The evidence of a mail's parts as the guards read it. */
export const evidenceOfParts = (parts: readonly MailPart[]): SentenceEvidence[] =>
  parts.map(({ text, passageIds }) => {
    const own = passageIds.flatMap((id) => OFFER_IDS[id] ?? []);
    return own.length > 0
      ? { sentence: text, about: 'sender', evidenceIds: own }
      : { sentence: text, about: passageIds.length > 0 ? 'recipient' : 'neither', evidenceIds: [...passageIds] };
  });
