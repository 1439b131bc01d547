import type * as z from 'zod';
import { VARIANTS } from '../contract.ts';
import { sentencesOf } from '../prose.ts';
import { by } from './collection-methods.ts';
import { callPart, inOrder, judged, mailClaims } from './compose-mails.ts';
import type { EmailPack, Enrichment, MailPart, MailVariant, Positioning } from './copy-results.ts';
import { subjectsOf } from './mail-wording.ts';
import { claimsOf, joined, type Piece } from './pieces.ts';
import type { Cited, EmailDraft, EnrichmentDraft, PositioningDraft } from './section-answers.ts';
import type { SectionSource } from './section-source.ts';
import { createSupport, isHarmless } from './supported-text.ts';

type Kept<T> = Readonly<{ value: T; warnings: readonly string[] }>;
const MOST_SELLING_POINTS = 4;
const MOST_OF_A_LIST = 12;

/** Divides cited sentences into those that may stand and notes on the others. */
const createSieve = (source: SectionSource) => {
  const problemOf = createSupport(source.profile);
  const warnings: string[] = [];
  return {
    warnings,
    keep: <One extends Cited>(sentences: readonly One[], needsEvidence = true): readonly One[] =>
      sentences.filter(({ text, passageIds }) => {
        const problem = needsEvidence && passageIds.length === 0 ? 'cites nothing' : problemOf(text, passageIds);
        if (problem !== undefined) warnings.push(`"${text.slice(0, 60)}" was dropped: it ${problem}`.slice(0, 300));
        return problem === undefined;
      }),
  };
};

/** A model's positioning without what has no support; parts that it leaves empty are the offline writer's. */
export const positioningFrom = (
  drafted: z.output<typeof PositioningDraft>,
  source: SectionSource,
  offline: Positioning,
): Kept<Positioning> => {
  const { keep, warnings } = createSieve(source);
  const claims: Positioning['claims'] = [];
  const prose = (field: 'uniqueInsight' | 'whyUs' | 'whyNow'): string => {
    const kept: readonly Piece[] = keep(drafted[field]);
    claims.push(...(kept.length > 0 ? claimsOf(field, kept) : offline.claims.filter((claim) => claim.field === field)));
    return kept.length > 0 ? joined(kept) : offline[field];
  };
  const texts = { uniqueInsight: prose('uniqueInsight'), whyUs: prose('whyUs'), whyNow: prose('whyNow') };
  const values = keep(drafted.valuePropositions).slice(0, 3);
  const wholly = values.length === 3 || values.length >= offline.valuePropositions.length;
  claims.push(
    ...(wholly
      ? values.flatMap((one, at) => claimsOf(`valuePropositions.${String(at)}`, [one]))
      : offline.claims.filter(({ field }) => field.startsWith('valuePropositions.'))),
  );
  const points = drafted.uniqueSellingPoints.slice(0, MOST_SELLING_POINTS).flatMap(({ theme, sentences }) => {
    const kept = keep(sentences);
    if (kept.length === 0 || !isHarmless(theme) || /\d/.test(theme)) return [];
    const cited = [...new Set(kept.flatMap(({ passageIds }) => passageIds))];
    const evidence = source.profile.passages
      .filter(({ id }) => cited.includes(id))
      .map(({ id, url, text }) => ({ passageId: id, url, quote: text }));
    return [{ theme, description: joined(kept), evidence }];
  });
  const uniqueSellingPoints = points.length > 0 ? points : offline.uniqueSellingPoints;
  claims.push(
    ...uniqueSellingPoints.flatMap(({ description, evidence }, at) =>
      claimsOf(`uniqueSellingPoints.${String(at)}`, [
        { text: description, passageIds: evidence.map(({ passageId }) => passageId) },
      ]),
    ),
  );
  return {
    value: {
      ...texts,
      valuePropositions: wholly ? values.map(({ text }) => text) : offline.valuePropositions,
      uniqueSellingPoints,
      claims,
    },
    warnings,
  };
};

type DraftedMail = z.output<typeof EmailDraft>['variants'][number];

/** A model's mails; one that fails a guard once its unsupported sentences are gone is replaced by the offline writer's. */
export const mailsFrom = (
  drafted: z.output<typeof EmailDraft>,
  source: SectionSource,
  offline: EmailPack,
  writer: string,
): Kept<EmailPack> => {
  const { keep, warnings } = createSieve(source);
  const parts = (given: DraftedMail['parts']): MailPart[] =>
    keep(given, false).map(({ text, type, passageIds }) => ({ text, type, passageIds }));
  const variants = VARIANTS.map((variant): MailVariant => {
    const own = offline.variants.find((mail) => mail.variant === variant);
    if (own === undefined) throw new Error(`The offline writer gave no ${variant}`);
    const mail = drafted.variants.find((one) => one.variant === variant);
    if (mail === undefined) {
      warnings.push(`${variant} was left out and written offline`);
      return own;
    }
    const made = mailFrom(source, mail, parts, writer);
    const failed = made.guards.find(({ passed }) => !passed);
    if (failed === undefined) return made;
    warnings.push(`${variant} was written offline: ${failed.guard}: ${failed.detail}`);
    return own;
  });
  return { value: { variants, claims: mailClaims(variants) }, warnings };
};

const mailFrom = (
  { profile, preferences, departments }: SectionSource,
  { variant, subjects, parts: given, followUp }: DraftedMail,
  parts: (given: DraftedMail['parts']) => MailPart[],
  writer: string,
): MailVariant =>
  judged(
    { profile, preferences, departments },
    {
      variant,
      subjects: subjectsOf(variant, profile.name, subjects.filter(isHarmless)),
      breakdown: inOrder([...parts(given), callPart(preferences, variant, profile.name)], preferences),
      followUp: {
        subject: subjectsOf('benefit', profile.name, isHarmless(followUp.subject) ? [followUp.subject] : []).primary,
        waitDays: 4,
        breakdown: inOrder([...parts(followUp.parts), callPart(preferences, 'followUp', profile.name)], {
          ...preferences,
          template: undefined,
        }),
      },
      writer,
    },
  );

const filled = (given: readonly string[], drafted: readonly string[], most = MOST_OF_A_LIST): string[] =>
  (given.length > 0 ? [...given] : drafted.filter(isHarmless)).slice(0, most);

/** A model's plan where the ICP says nothing; what the ICP says stands. Each point keeps the question that brings it. */
export const enrichmentFrom = (
  drafted: z.output<typeof EnrichmentDraft>,
  _source: SectionSource,
  offline: Enrichment,
): Kept<Enrichment> => {
  const { firmographics, demographics } = offline;
  const sound = (...texts: readonly string[]): boolean =>
    texts.every((text) => isHarmless(text) && sentencesOf(text).length <= 4);
  const technologies = drafted.technologies.filter(({ name, why }) => sound(name, why)).slice(0, 6);
  const signals = drafted.buyingSignals
    .filter((one) => sound(one.title, one.description, one.detectionMethod))
    .slice(0, 6);
  const points = drafted.personalizationPoints.filter(({ point, use }) => sound(point, use)).slice(0, 6);
  const estimated = firmographics.employees.basis === 'unknown' && drafted.employees.min !== drafted.employees.max;
  return {
    value: {
      firmographics: {
        ...firmographics,
        industry: filled(firmographics.industry, drafted.industries),
        employees: estimated
          ? { ...firmographics.employees, ...drafted.employees, basis: 'estimate' }
          : firmographics.employees,
        geography: filled(firmographics.geography, drafted.places),
        businessModel: filled(firmographics.businessModel, drafted.businessModels),
        fundingStage: filled(firmographics.fundingStage, drafted.fundingStages),
        companyType: filled(firmographics.companyType, drafted.companyTypes),
        keywords: filled(drafted.keywords.length >= 3 ? [] : firmographics.keywords, drafted.keywords, 5),
      },
      technographics:
        technologies.length > 0
          ? technologies.map(({ collectionMethod, ...one }) => ({ ...one, ...by(collectionMethod) }))
          : offline.technographics,
      buyingSignals:
        signals.length > 0
          ? signals.map(({ collectionMethod, ...one }) => ({ ...one, ...by(collectionMethod) }))
          : offline.buyingSignals,
      demographics: {
        ...demographics,
        jobTitles: filled(demographics.jobTitles, drafted.jobTitles),
        departments: demographics.departments.length > 0 ? demographics.departments : drafted.departments,
        seniority: demographics.seniority.length > 0 ? demographics.seniority : drafted.seniority,
        buyingRoles: filled(demographics.buyingRoles, drafted.buyingRoles),
      },
      personalizationPoints:
        points.length > 0
          ? points.map(({ collectionMethod, ...one }) => ({ ...one, ...by(collectionMethod) }))
          : offline.personalizationPoints,
      claims: signals.length > 0 ? [] : offline.claims,
    },
    warnings: [],
  };
};
