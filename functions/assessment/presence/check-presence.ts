import type { BranchResult, Metric } from '../contract.ts';
import { type CheckOutcome, failed, notApplicable, passed, type Rule, runRules, weightedScore } from '../rule.ts';
import type { SiteCapture } from '../site-capture.ts';
import { type BusinessFacts, readBusinessFacts } from './business-facts.ts';
import type { FindProfile, Profile } from './places-profile.ts';

export type PresenceFacts = Readonly<{ business: BusinessFacts; profile: Profile | null }>;

const SOURCE = 'Google Places';
const ADVICE = 'https://support.google.com/business/answer/7091';
const NO_PROFILE = 'No business profile names this website.';

const ofProfile =
  (check: (profile: Profile) => CheckOutcome) =>
  ({ profile }: PresenceFacts): CheckOutcome =>
    profile === null ? notApplicable(NO_PROFILE) : check(profile);

const has =
  (present: boolean, what: string, missing: string) =>
  (profile: Profile): CheckOutcome =>
    present ? passed({ what, where: profile.mapsUrl }) : failed({ what: missing, where: profile.mapsUrl });

const base = { category: 'presence', source: ADVICE } as const;

/** What Google advises owners of profiles; the weights and limits are ours: what keeps customers from coming counts most. */
export const PRESENCE_RULES: readonly Rule<PresenceFacts>[] = [
  {
    ...base,
    id: 'presence.profile',
    title: 'No business profile on Google names this website',
    weight: 20,
    severity: 'high',
    effort: 'hours',
    fix: 'Claim or create the business profile, and put the website into it.',
    check: ({ profile, business }) => {
      if (profile !== null)
        return passed({ what: `The profile of ${profile.name ?? business.name}`, where: profile.mapsUrl });
      return business.local
        ? failed({
            what: `A search for "${business.name}" found no profile with the website ${business.domain}`,
            where: business.domain,
          })
        : notApplicable('The site names no place where customers come.');
    },
  },
  {
    ...base,
    id: 'presence.closed',
    title: 'Google shows the business as closed',
    weight: 20,
    severity: 'critical',
    effort: 'minutes',
    fix: 'Open the business profile and mark the business as open.',
    check: ofProfile((profile) =>
      has(
        profile.status === 'open' || profile.status === null,
        'Shown as open',
        `Shown as ${(profile.status ?? '').replaceAll('_', ' ')}`,
      )(profile),
    ),
  },
  {
    ...base,
    id: 'presence.rating',
    title: 'The rating on Google is low',
    weight: 20,
    severity: 'high',
    effort: 'days',
    source: 'https://support.google.com/business/answer/3474122',
    fix: 'Answer every review, mend what they name, and ask content customers for theirs.',
    check: ofProfile((profile) => {
      if (profile.rating === null) return notApplicable('Nobody has rated it yet.');
      const what = `${profile.rating} of 5 stars in ${profile.reviews} reviews`;
      return has(profile.rating >= 4, what, what)(profile);
    }),
  },
  {
    ...base,
    id: 'presence.reviews',
    title: 'There are few reviews on Google',
    weight: 15,
    severity: 'medium',
    effort: 'days',
    source: 'https://support.google.com/business/answer/3474122',
    fix: 'Ask customers for a review with the profile’s own link.',
    check: ofProfile((profile) =>
      has(profile.reviews >= 10, `${profile.reviews} reviews`, `${profile.reviews} reviews; fewer than 10`)(profile),
    ),
  },
  {
    ...base,
    id: 'presence.hours',
    title: 'No opening hours on Google',
    weight: 10,
    severity: 'medium',
    effort: 'minutes',
    fix: 'Add the opening hours to the profile.',
    check: ofProfile((profile) =>
      has(profile.hours.length > 0, profile.hours[0] ?? '', 'The profile tells no opening hours')(profile),
    ),
  },
  {
    ...base,
    id: 'presence.photos',
    title: 'Few photos on Google',
    weight: 5,
    severity: 'low',
    effort: 'hours',
    fix: 'Add photos of the place, the people and the work.',
    check: ofProfile((profile) =>
      has(profile.photos >= 5, `${profile.photos} photos or more`, `${profile.photos} photos; fewer than 5`)(profile),
    ),
  },
  {
    ...base,
    id: 'presence.phone',
    title: 'No telephone number on Google',
    weight: 5,
    severity: 'medium',
    effort: 'minutes',
    fix: 'Add the telephone number to the profile.',
    check: ofProfile((profile) =>
      has(profile.phone !== null, profile.phone ?? '', 'The profile tells no telephone number')(profile),
    ),
  },
  {
    ...base,
    id: 'presence.category',
    title: 'No kind of business on Google',
    weight: 5,
    severity: 'low',
    effort: 'minutes',
    fix: 'Choose the primary category of the profile.',
    check: ofProfile((profile) =>
      has(profile.category !== null, profile.category ?? '', 'The profile has no category')(profile),
    ),
  },
];

const metricsOf = (profile: Profile | null): Metric[] => {
  const metric = (id: string, value: Metric['value'], unit: string | null = null): Metric => ({
    id,
    value,
    unit,
    source: SOURCE,
  });
  if (profile === null) return [metric('profile_found', false)];
  return [
    metric('profile_found', true),
    metric('profile_rating', profile.rating, 'stars'),
    metric('profile_reviews', profile.reviews, 'count'),
    metric('profile_photos', profile.photos, 'count'),
    metric('profile_hours', profile.hours.length > 0),
    metric('profile_phone', profile.phone !== null),
    metric('profile_website', profile.website !== null),
    metric('profile_category', profile.category),
    metric('profile_status', profile.status),
  ];
};

const without = (reason: string): BranchResult => ({
  branch: 'presence',
  status: 'failed',
  reason,
  score: null,
  results: [],
  metrics: [],
  notMeasured: [{ what: 'The business profile on Google', reason }],
});

export const NO_PLACES_KEY = 'A Google Places key is needed. Store one (PUT /provider-credentials/google-places).';

/** The presence branch: the business's profile on Google, when a key is set. What it cost is said beside it, in micro-dollars. */
export const createCheckPresence =
  ({ findProfile }: Readonly<{ findProfile: FindProfile | undefined }>) =>
  async (capture: SiteCapture): Promise<Readonly<{ result: BranchResult; costMicroUsd: number }>> => {
    if (findProfile === undefined) return { result: without(NO_PLACES_KEY), costMicroUsd: 0 };
    const business = readBusinessFacts(capture);
    const found = await findProfile(business);
    if (!found.ok) return { result: without(found.reason), costMicroUsd: found.costMicroUsd };
    const results = runRules(PRESENCE_RULES, { business, profile: found.profile });
    const score = weightedScore(results);
    const missing = score === null ? [{ what: 'The business profile on Google', reason: NO_PROFILE }] : [];
    return {
      result: {
        branch: 'presence',
        status: score === null ? 'partial' : 'done',
        ...(score === null ? { reason: NO_PROFILE } : {}),
        score,
        results,
        metrics: metricsOf(found.profile),
        notMeasured: missing,
      },
      costMicroUsd: found.costMicroUsd,
    };
  };
