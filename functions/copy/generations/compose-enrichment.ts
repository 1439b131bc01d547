import type { IcpCriteria } from '../../campaigns/icp.ts';
import { countWords } from '../prose.ts';
import { buyingSignals, personalizationPoints } from './buying-signals.ts';
import { by } from './collection-methods.ts';
import type { Enrichment } from './copy-results.ts';
import { siteKeywords } from './site-keywords.ts';
import type { SiteProfile } from './site-profile.ts';
import { isLabel, rolesOf } from './statement-roles.ts';
import { pageKindOf } from './statements.ts';
import { technologiesIn } from './technologies.ts';

const [FEWEST_KEYWORDS, MOST_KEYWORDS] = [3, 5] as const;
/** Share of a company that works in one of its departments, lowest and highest. */
const DEPARTMENT_SHARE = [0.05, 0.1] as const;

/** What to find out about the companies and people of an ICP, from where and how; with what the seller's own website says is worth looking for. */
export const composeEnrichment = (
  profile: SiteProfile,
  { criteria, isAssumed }: Readonly<{ criteria: IcpCriteria; isAssumed: boolean }>,
  emphasis: string,
): Enrichment => {
  const roles = rolesOf(profile, emphasis);
  const technographics = technographicsOf(profile, criteria);
  const signals = buyingSignals(profile, roles, criteria, technographics);
  const { persona } = criteria;
  return {
    firmographics: {
      industry: criteria.industries,
      employees: { ...rangeOf(criteria.headcount, isAssumed), ...by('crustdata.company_search') },
      departmentSize: { ...departmentSizeOf(criteria.headcount), ...by('apollo.people_search') },
      revenue: { ...rangeOf(criteria.revenue, isAssumed), ...by('crustdata.company_search') },
      geography: criteria.locations,
      businessModel: criteria.businessModels,
      fundingStage: criteria.fundingStages,
      companyType: companyTypesOf(criteria),
      keywords: keywordsOf(profile, criteria),
      ...by('crustdata.company_search'),
    },
    technographics: technographics.map(({ passageIds: _cited, ...one }) => one),
    buyingSignals: signals.map(({ passageIds: _cited, ...signal }) => signal),
    demographics: {
      jobTitles: persona.jobTitles,
      departments: persona.departments,
      seniority: persona.seniority,
      buyingRoles: persona.buyingRoles,
      keywords: persona.jobTitles
        .flatMap((title) => title.split(' ').filter((word) => word.length > 3))
        .slice(0, MOST_KEYWORDS),
      ...by('crustdata.person_search'),
    },
    personalizationPoints: [...personalizationPoints(profile, roles)],
    claims: signals.flatMap(({ description, passageIds }, at) =>
      passageIds.length === 0
        ? []
        : [{ field: `buyingSignals.${String(at)}`, text: description, passageIds: [...passageIds] }],
    ),
  };
};

type Limits = Readonly<{ min?: number | undefined; max?: number | undefined }>;

const rangeOf = ({ min, max }: Limits, isAssumed: boolean) => ({
  min: min ?? null,
  max: max ?? null,
  basis:
    min === undefined && max === undefined
      ? ('unknown' as const)
      : isAssumed
        ? ('estimate' as const)
        : ('icp' as const),
});

/** From the headcount; an estimate, and named one. */
const departmentSizeOf = ({ min, max }: Limits) =>
  min === undefined && max === undefined
    ? { min: null, max: null, basis: 'unknown' as const }
    : {
        min: min === undefined ? null : Math.max(1, Math.round(min * DEPARTMENT_SHARE[0])),
        max: max === undefined ? null : Math.max(1, Math.round(max * DEPARTMENT_SHARE[1])),
        basis: 'estimate' as const,
      };

/** What the criteria say of the form of a company, in words a search takes. */
const companyTypesOf = ({ headcount: { max, min }, fundingStages }: IcpCriteria): string[] => [
  ...(max !== undefined && max <= 50
    ? ['small business']
    : max !== undefined && max <= 1_000
      ? ['mid-sized company']
      : []),
  ...(min !== undefined && min >= 1_000 ? ['large company'] : []),
  ...(fundingStages.length > 0 ? ['venture-backed'] : []),
];

/** The ICP's own keywords, filled up with what the website comes back to; fewer than three where neither says enough. */
const keywordsOf = (profile: SiteProfile, { keywords, industries }: IcpCriteria): string[] => {
  const own = [...new Set([...keywords, ...industries.map((one) => one.toLowerCase())])].slice(0, MOST_KEYWORDS);
  const spoken = [...new Set([...own, ...siteKeywords(profile, MOST_KEYWORDS)])];
  if (own.length >= FEWEST_KEYWORDS || spoken.length >= FEWEST_KEYWORDS) return spoken.slice(0, MOST_KEYWORDS);
  const services = profile.statements.flatMap(({ heading, page }) =>
    page === 'service' && isLabel(heading) && countWords(heading) <= 2 ? [heading.toLowerCase()] : [],
  );
  return [...new Set([...spoken, ...services])].slice(0, FEWEST_KEYWORDS);
};

const technographicsOf = ({ passages }: SiteProfile, { technologies }: IcpCriteria) => {
  // A job advert names what the seller works with itself.
  const named = passages
    .filter(({ url }) => !['job', 'about'].includes(pageKindOf(url)))
    .flatMap(({ id, text }) => technologiesIn(text).map((name) => ({ name, id })));
  const onSite = named.filter(({ name }, at) => named.findIndex((one) => one.name === name) === at);
  return [
    ...technologies.map((name) => ({
      name,
      why: `The ICP asks for companies that use ${name}.`,
      passageIds: [] as readonly string[],
      ...by('website.page_code'),
    })),
    ...onSite
      .filter(({ name }) => !technologies.includes(name))
      .slice(0, 5)
      .map(({ name, id }) => ({
        name,
        why: `The website names ${name}: whoever uses it can be told how the two fit together.`,
        passageIds: [id] as readonly string[],
        ...by('crustdata.company_enrich'),
      })),
  ];
};
