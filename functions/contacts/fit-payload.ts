import type { CompanyProspects } from './contract.ts';

/** A state's output may have 256 KiB (Step Functions quota); the rest is left for the envelope. */
export const MOST_BYTES = 200 * 1024;
const SHORT_DESCRIPTION = 300;

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value), 'utf8');

/** Keeps a batch's answer within what a state may hand on: shorter descriptions first, then fewer keywords, then the least fitting contacts of each company. */
export const fitPayload = (prospects: readonly CompanyProspects[], most = MOST_BYTES): readonly CompanyProspects[] => {
  if (bytesOf(prospects) <= most) return prospects;
  const brief = prospects.map((one) => ({
    ...one,
    company: {
      ...one.company,
      description: one.company.description?.slice(0, SHORT_DESCRIPTION) ?? null,
      keywords: one.company.keywords.slice(0, 8),
      locations: one.company.locations.slice(0, 2),
    },
  }));
  const largest = Math.max(0, ...brief.map(({ contacts }) => contacts.length));
  for (let kept = largest; kept > 0; kept -= 1) {
    const fewer = brief.map((one) => withAtMost(one, kept));
    if (bytesOf(fewer) <= most) return fewer;
  }
  return brief.map((one) => withAtMost(one, 0));
};

const withAtMost = (one: CompanyProspects, kept: number): CompanyProspects => {
  const over = one.contacts.length - kept;
  if (over <= 0) return one;
  return {
    ...one,
    contacts: one.contacts.slice(0, kept),
    contactDrops: { ...one.contactDrops, over_limit: (one.contactDrops['over_limit'] ?? 0) + over },
  };
};
