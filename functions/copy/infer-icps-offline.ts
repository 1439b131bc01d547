import { IcpCriteria } from '../campaigns/icp.ts';
import { judgeTitle } from '../contacts/persona.ts';
import type { SiteProfile } from './generations/site-profile.ts';
import { rolesOf } from './generations/statement-roles.ts';
import { assumed, said } from './infer-icps-claims.ts';
import type { IcpClaim, PainPoint, ProposedIcp, SiteQuotation } from './infer-icps-contract.ts';
import type { SiteFacts } from './infer-icps-facts.ts';
import { type Segment, segmentsOf } from './infer-icps-segments.ts';

const MOST_PAINS = 3;

/** What a proposal may gain at most by what the website says; together less than 1, because a site tells whom it wants, not who buys. */
const SAYS = { industry: 0.3, industryAgain: 0.1, headcount: 0.12, persona: 0.12, place: 0.08, pain: 0.13 } as const;
const NOTHING_SAID = 0.05;
/** What is left of that for a segment that is merely near to what the site says. */
const ASSUMED_SEGMENT = 0.45;

const personaOf = ({
  titles,
  departments,
}: SiteFacts): { persona: IcpCriteria['persona']; claims: IcpClaim[]; isSaid: boolean } => {
  const named = titles.slice(0, 5);
  const judged = named.map(({ value }) => judgeTitle(value));
  const teams = departments.slice(0, 3);
  const persona: IcpCriteria['persona'] = {
    jobTitles: named.map(({ value }) => value),
    departments: [
      ...new Set([
        ...teams.map(({ value }) => value),
        ...judged.flatMap(({ department }) => (department === 'other' ? [] : [department])),
      ]),
    ],
    seniority:
      judged.length > 0
        ? [...new Set(judged.map(({ seniority }) => seniority))]
        : ['owner', 'founder', 'c_suite', 'vp', 'head', 'director'],
    buyingRoles: [],
  };
  const claims = [
    ...named.map((fact) => said('persona.jobTitles', fact.value, fact)),
    ...teams.map((fact) => said('persona.departments', fact.value, fact)),
    ...(judged.length > 0
      ? []
      : [
          assumed(
            'persona.seniority',
            persona.seniority.join(', '),
            'The website names no job titles; these are the people who decide in most companies.',
          ),
        ]),
  ];
  return { persona, claims, isSaid: named.length + teams.length > 0 };
};

/** What troubles these customers, by the site's own words: first what is said near the trade, then what is said at large, then what the offer takes for granted. */
const painsOf = (profile: SiteProfile, { industry }: Segment, at: number): readonly PainPoint[] => {
  const { problems, offers } = rolesOf(profile, industry?.value ?? '');
  const near = new Set(industry?.evidence.map(({ passageId }) => passageId));
  const ranked = problems.toSorted((a, b) => Number(near.has(b.passageId)) - Number(near.has(a.passageId)));
  const quotation = ({ passageId, url, text }: (typeof problems)[number]): SiteQuotation => ({
    passageId,
    url,
    quote: text,
  });
  const pains = ranked
    .slice(0, MOST_PAINS)
    .map((one): PainPoint => ({ text: one.text, basis: 'website', evidence: [quotation(one)] }));
  if (pains.length > 0) return pains;
  // The offer answers a need; which of them stands first differs from one proposal to the next.
  const turned = [...offers.slice(at), ...offers.slice(0, at)];
  return turned.slice(0, 2).map(
    (one): PainPoint => ({
      text: `They do without what is offered: “${one.text}”`,
      basis: 'assumption',
      evidence: [quotation(one)],
    }),
  );
};

const confidenceOf = (
  { industry, isAssumed, headcountClaim }: Segment,
  told: Readonly<{ persona: boolean; place: boolean; pain: boolean }>,
): number => {
  const pages = new Set(industry?.evidence.map(({ url }) => url)).size;
  const sum =
    NOTHING_SAID +
    (industry === null ? 0 : SAYS.industry + (pages > 1 || industry.evidence.length > 1 ? SAYS.industryAgain : 0)) +
    (headcountClaim?.basis === 'website' ? SAYS.headcount : 0) +
    (told.persona ? SAYS.persona : 0) +
    (told.place ? SAYS.place : 0) +
    (told.pain ? SAYS.pain : 0);
  return Math.round(sum * (isAssumed ? ASSUMED_SEGMENT : 1) * 100) / 100;
};

const proposalOf = (profile: SiteProfile, facts: SiteFacts, segment: Segment, at: number): ProposedIcp => {
  const { persona, claims, isSaid } = personaOf(facts);
  const places = facts.places.slice(0, 5);
  const painPoints = [...painsOf(profile, segment, at)];
  const { offers, values } = rolesOf(profile, segment.industry?.value ?? '');
  const told = { persona: isSaid, place: places.length > 0, pain: painPoints.some(({ basis }) => basis === 'website') };
  return {
    criteria: IcpCriteria.parse({
      name: segment.name.slice(0, 120),
      industries: segment.industries,
      headcount: segment.headcount,
      locations: places.map(({ value }) => value),
      persona,
      voice: {
        useCase: (offers[0]?.text ?? '').slice(0, 500),
        valueProposition: (values[0]?.text ?? '').slice(0, 500),
      },
    }),
    summary: segment.summary,
    painPoints,
    confidence: confidenceOf(segment, told),
    claims: [
      ...segment.industryClaims,
      ...(segment.headcountClaim === null ? [] : [segment.headcountClaim]),
      ...claims,
      ...places.map((fact) => said('locations', fact.value, fact)),
    ],
  };
};

/**
 * Proposes three profiles from what a website says of its customers, without a model: one for each trade it names; where it names fewer, the
 * neighbours of those, then cuts by size. Same site, same proposals; the surest first.
 */
export const proposeIcps = (profile: SiteProfile, facts: SiteFacts): readonly ProposedIcp[] => {
  return segmentsOf(facts)
    .map((segment, at) => proposalOf(profile, facts, segment, at))
    .sort((a, b) => b.confidence - a.confidence);
};
