import { countWords } from '../prose.ts';
import type { Claim } from './copy-results.ts';
import type { CopyPackage, Metadata, UsedIcp } from './generation.ts';
import type { SiteProfile } from './site-profile.ts';

/** A site with so many usable sentences, pages and figures lacks nothing for copy. */
const ENOUGH = { statements: 12, pages: 4, figures: 2 } as const;
const share = (has: number, enough: number): number => Math.min(1, has / enough);
const round = (value: number): number => Math.round(100 * value) / 100;

/** How much there is to write from, 0..1: usable sentences count half, pages, figures and being in English a sixth each. */
export const dataQualityOf = ({ statements, pages, figures, english }: SiteProfile): number =>
  round(
    (3 * share(statements.length, ENOUGH.statements) +
      share(pages.length, ENOUGH.pages) +
      share(figures.length, ENOUGH.figures) +
      (english ? 1 : 0)) /
      6,
  );

/**
 * How far the copy can be relied on. `overall` = data quality × (0.7 + 0.3 × how much of the ICP is said: all of one that the caller gives). `inferenceLevel` says how much was concluded instead of read: low when the ICP is the caller's, medium when it was inferred, high when the
 * website gave hardly anything or is in another language.
 */
export const confidenceOf = (
  profile: SiteProfile,
  icp: UsedIcp,
  written: Pick<CopyPackage, 'positioning' | 'enrichment'>,
): Metadata['confidence'] => {
  const dataQuality = dataQualityOf(profile);
  const inferred = icp.source === 'inferred';
  return {
    overall: round(dataQuality * (0.7 + 0.3 * icp.said)),
    dataQuality,
    inferenceLevel: !profile.english || dataQuality < 0.34 ? 'high' : inferred ? 'medium' : 'low',
    recommendedImprovements: improvements(profile, icp, written),
  };
};

const improvements = (
  { english, statements, figures, news, domain }: SiteProfile,
  { source, criteria, said }: UsedIcp,
  { positioning, enrichment }: Pick<CopyPackage, 'positioning' | 'enrichment'>,
): string[] => [
  ...(english
    ? []
    : [`The website of ${domain} is not in English: give an English page, or configure a language model.`]),
  ...(english && statements.length < ENOUGH.statements / 2
    ? [
        `Only ${statements.length === 1 ? 'one sentence' : `${String(statements.length)} sentences`} of the website could be used: a page that says what is offered, to whom and with what result would help most.`,
      ]
    : []),
  ...(english && figures.length === 0
    ? ['The website gives no figure that stands by itself: pass one as preferences.socialProof.']
    : []),
  ...(english && news.length === 0 ? ['There is no news page to take a reason for writing now from.'] : []),
  ...(source === 'inferred'
    ? [
        criteria.industries.length > 0 && said > 0.3
          ? 'The ICP was inferred from the website: check it, or pass one as icp.'
          : 'The website does not say whom it serves, so the ICP is an assumption: pass one as icp.',
      ]
    : []),
  ...(enrichment !== undefined && enrichment.demographics.jobTitles.length === 0
    ? ['The ICP names no job title: say who decides, e.g. "heads of operations".']
    : []),
  ...(enrichment !== undefined && enrichment.firmographics.keywords.length < 3
    ? ['Fewer than three keywords could be found: name some in the ICP.']
    : []),
  ...(positioning !== undefined && positioning.valuePropositions.length < 3
    ? [`The website supports ${String(positioning.valuePropositions.length)} of three value propositions.`]
    : []),
];

/** The pages that claims rest on. */
export const sourcesOf = ({ passages, pages }: SiteProfile, claims: readonly Claim[]): Metadata['sourcesUsed'] => {
  const cited = new Set(claims.flatMap(({ passageIds }) => passageIds));
  const byUrl = Map.groupBy(
    passages.filter(({ id }) => cited.has(id)),
    ({ url }) => url,
  );
  return [...byUrl].map(([url, found]) => ({
    url,
    title: pages.find((page) => page.url === url)?.title ?? null,
    passageIds: found.map(({ id }) => id),
  }));
};

/** Words of the texts that were written; ids, addresses and labels of fields not counted. */
export const wordsWritten = ({
  positioning,
  email,
  enrichment,
}: Pick<CopyPackage, 'positioning' | 'email' | 'enrichment'>): number =>
  [
    ...(positioning === undefined
      ? []
      : [
          positioning.uniqueInsight,
          positioning.whyUs,
          positioning.whyNow,
          ...positioning.valuePropositions,
          ...positioning.uniqueSellingPoints.flatMap(({ theme, description }) => [theme, description]),
        ]),
    ...(email?.variants ?? []).flatMap(({ subjects, body, followUp }) => [
      subjects.primary,
      body,
      followUp.subject,
      followUp.body,
    ]),
    ...(enrichment === undefined
      ? []
      : [
          ...enrichment.buyingSignals.flatMap(({ title, description, detectionMethod }) => [
            title,
            description,
            detectionMethod,
          ]),
          ...enrichment.personalizationPoints.flatMap(({ point, use }) => [point, use]),
          ...enrichment.technographics.map(({ why }) => why),
        ]),
  ].reduce((sum, text) => sum + countWords(text), 0);
