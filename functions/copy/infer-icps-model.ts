import * as z from 'zod';
import { DEPARTMENTS, IcpCriteria, SENIORITIES } from '../campaigns/icp.ts';
import type { Passage } from '../contacts/contract.ts';
import type { SiteProfile } from './generations/site-profile.ts';
import { createSupport, isHarmless } from './generations/supported-text.ts';
import type { IcpClaim, PainPoint, ProposedIcp, SiteQuotation } from './infer-icps-contract.ts';
import type { Model, ModelRequest, ModelUsage } from './model.ts';
import { comparable } from './prose.ts';
import { evidenceBlock } from './untrusted-text.ts';

const PROPOSALS = 3;
const MOST = 8;
const MOST_PAINS = 4;
/** What each thing that the website says adds to the confidence; the rest is the model's own conclusion. */
const CONFIDENCE = { least: 0.05, industry: 0.35, size: 0.12, persona: 0.12, place: 0.08, pain: 0.13 } as const;

/** Words of the website for a field; empty where the model concludes. */
const Quoted = z.object({ passageId: z.string(), quote: z.string() });
const Answer = z.object({
  icps: z.array(
    z.object({
      name: z.string(),
      summary: z.string(),
      industries: z.array(z.string()),
      headcount: z.object({ min: z.number().nullable(), max: z.number().nullable() }),
      locations: z.array(z.string()),
      businessModels: z.array(z.string()),
      technologies: z.array(z.string()),
      keywords: z.array(z.string()),
      jobTitles: z.array(z.string()),
      departments: z.array(z.enum(DEPARTMENTS)),
      seniority: z.array(z.enum(SENIORITIES)),
      painPoints: z.array(z.object({ text: z.string(), quotes: z.array(Quoted) })),
      claims: z.array(
        z.object({
          field: z.enum(['industries', 'headcount', 'locations', 'persona']),
          value: z.string(),
          reason: z.string(),
          quotes: z.array(Quoted),
        }),
      ),
    }),
  ),
});
type Drafted = z.infer<typeof Answer>['icps'][number];

const RULES = `You read a company's own website and say to whom it should sell. Rules:
1. Exactly three ideal customer profiles, the surest first, each a different kind of customer.
2. Every claim that rests on the website has quotes: a passage's id and words copied from it letter by letter. What you conclude yourself has no quotes and a reason.
3. Industries are the customers' trades in plain words ("Restaurants", "Logistics"), not what the company itself does, unless it sells to its own trade.
4. Where the website says nothing of sizes, places or people, leave the list empty or the number null. Never guess a figure.
5. Two to four pain points a profile: what troubles these customers before they buy, each one sentence, with quotes where the website says it.
6. No superlatives, links or markup.`;

/** What is asked of a model, for one website. */
export const inferenceRequest = ({ name, domain, passages }: SiteProfile): ModelRequest<typeof Answer> => ({
  task: 'ideal customer profiles',
  schema: Answer,
  stable: RULES,
  prompt: `The company: ${JSON.stringify({ name, domain })}
Passages of its website, by id:
${evidenceBlock(Object.fromEntries(passages.map(({ id, heading, text }) => [id, heading === null ? text : `${heading}: ${text}`])))}`,
  maxTokens: 6_000,
});

/** Keeps of a model's quotes those that stand in the passage they name. */
const createQuotations = (passages: readonly Passage[]) => {
  const byId = new Map(passages.map((passage) => [passage.id, passage]));
  return (quotes: readonly z.infer<typeof Quoted>[]): SiteQuotation[] =>
    quotes.flatMap(({ passageId, quote }) => {
      const passage = byId.get(passageId);
      const stands =
        passage !== undefined &&
        quote.trim().length > 3 &&
        comparable(`${passage.heading ?? ''}: ${passage.text}`).includes(comparable(quote));
      return stands ? [{ passageId, url: passage.url, quote: quote.trim() }] : [];
    });
};

const clean = (texts: readonly string[]): string[] =>
  [...new Set(texts.map((text) => text.replace(/[\p{Cc}\s]+/gu, ' ').trim()))]
    .filter((text) => text.length <= 200 && isHarmless(text))
    .slice(0, MOST);

const rangeOf = ({ min, max }: Drafted['headcount']): IcpCriteria['headcount'] => {
  const sound = (value: number | null): value is number => value !== null && Number.isFinite(value) && value >= 0;
  if (sound(min) && sound(max)) return min <= max ? { min, max } : { min: max, max: min };
  return { ...(sound(min) ? { min } : {}), ...(sound(max) ? { max } : {}) };
};

const proposalFrom = (drafted: Drafted, profile: SiteProfile): ProposedIcp | undefined => {
  const quotationsOf = createQuotations(profile.passages);
  const problemOf = createSupport(profile);
  const claims = drafted.claims
    .filter(({ value, reason }) => isHarmless(value) && isHarmless(reason))
    .map(({ field, value, reason, quotes }): IcpClaim => {
      const evidence = quotationsOf(quotes);
      return { field, value, reason, evidence, basis: evidence.length > 0 ? 'website' : 'assumption' };
    });
  const says = (field: Drafted['claims'][number]['field']): boolean =>
    claims.some((claim) => claim.field === field && claim.basis === 'website');
  const painPoints = drafted.painPoints
    .map(({ text, quotes }): PainPoint => {
      const evidence = quotationsOf(quotes);
      const cited = evidence.map(({ passageId }) => passageId);
      const isSaid = evidence.length > 0 && problemOf(text, cited) === undefined;
      return { text, evidence, basis: isSaid ? 'website' : 'assumption' };
    })
    // What is merely concluded may stand as that, but brings no figures of its own.
    .filter(({ text, basis }) => isHarmless(text) && (basis === 'website' || !/\d/.test(text)))
    .slice(0, MOST_PAINS);
  // A figure that nothing on the site says is a guess.
  const headcount = says('headcount') ? rangeOf(drafted.headcount) : {};
  const parsed = IcpCriteria.safeParse({
    name: clean([drafted.name])[0]?.slice(0, 120) ?? '',
    industries: clean(drafted.industries),
    headcount,
    locations: clean(drafted.locations),
    businessModels: clean(drafted.businessModels),
    technologies: clean(drafted.technologies),
    keywords: clean(drafted.keywords),
    persona: {
      jobTitles: clean(drafted.jobTitles),
      departments: [...new Set(drafted.departments)],
      seniority: [...new Set(drafted.seniority)],
    },
  });
  if (!parsed.success || parsed.data.industries.length === 0 || !isHarmless(drafted.summary)) return undefined;
  const confidence =
    CONFIDENCE.least +
    (says('industries') ? CONFIDENCE.industry : 0) +
    (says('headcount') ? CONFIDENCE.size : 0) +
    (says('persona') ? CONFIDENCE.persona : 0) +
    (says('locations') ? CONFIDENCE.place : 0) +
    (painPoints.some(({ basis }) => basis === 'website') ? CONFIDENCE.pain : 0);
  return {
    criteria: parsed.data,
    summary: drafted.summary.slice(0, 400),
    painPoints,
    confidence: Math.round(confidence * 100) / 100,
    claims,
  };
};

export type ModelProposals = Readonly<{
  /** Up to three that could be kept. */
  proposals: readonly ProposedIcp[];
  notes: readonly string[];
  usage: readonly ModelUsage[];
}>;

/** Asks a model for proposals and keeps what stands: quotes that are in their passages, figures that are quoted, no links. */
export const askForIcps = async (model: Model, profile: SiteProfile, signal: AbortSignal): Promise<ModelProposals> => {
  const answer = await model.generate({ ...inferenceRequest(profile), signal });
  if (!answer.ok) return { proposals: [], notes: [answer.failure.detail], usage: answer.usage };
  const proposals = answer.value.icps
    .flatMap((drafted) => proposalFrom(drafted, profile) ?? [])
    .slice(0, PROPOSALS)
    .sort((a, b) => b.confidence - a.confidence);
  const missing = PROPOSALS - proposals.length;
  return {
    proposals,
    notes:
      missing > 0 ? [`${String(missing)} of the model's proposals could not be kept and were made without it.`] : [],
    usage: answer.usage,
  };
};
