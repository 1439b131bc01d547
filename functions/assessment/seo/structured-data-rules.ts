import { type CheckOutcome, failed, notApplicable, passed, type Rule } from '../rule.ts';
import { type BusinessData, businessesOf, isLocalBusiness } from './business-data.ts';
import { extraRule } from './extra-rule.ts';
import { absent, failedBy, type SeoFacts } from './seo-facts.ts';

const readable = ({ pages }: SeoFacts): CheckOutcome => {
  const broken = pages.flatMap((page) =>
    page.brokenBlocks().map(({ text, problem }) => ({
      what: `A block of structured data is not JSON: ${problem.slice(0, 160)}`,
      where: page.url,
      quote: text.replace(/\s+/g, ' ').slice(0, 160),
    })),
  );
  if (broken.length > 0) return failedBy(broken);
  return pages.some((page) => page.things().length > 0)
    ? passed()
    : notApplicable('The site has no structured data in JSON-LD.');
};

/** The fullest description of the business on any page that was read. */
const describedBusiness = ({ pages }: SeoFacts): Readonly<{ data: BusinessData; where: string }> | undefined =>
  pages
    .flatMap((page) => businessesOf(page).map((data) => ({ data, where: page.url })))
    .sort(
      (a, b) =>
        Number(isLocalBusiness(b.data)) - Number(isLocalBusiness(a.data)) ||
        b.data.properties.size - a.data.properties.size,
    )[0];

const described = (facts: SeoFacts): CheckOutcome => {
  const business = describedBusiness(facts);
  return business === undefined
    ? absent(
        facts.home,
        'No page that was read describes the business in structured data (LocalBusiness or Organization).',
      )
    : passed({
        what: `The business is described as ${business.data.types.join(', ')} (${business.data.how}).`,
        where: business.where,
      });
};

type Wanted = readonly (readonly [name: string, ...alternatives: string[]])[];

/** Source: Google, "Local business (LocalBusiness) structured data". */
const LOCAL_REQUIRED: Wanted = [['name'], ['address']];
const LOCAL_RECOMMENDED: Wanted = [
  ['telephone'],
  ['url'],
  ['openingHoursSpecification', 'openingHours'],
  ['geo', 'latitude', 'hasMap'],
];
/** Source: Google, "Organization (Organization) structured data": nothing is required; of what is recommended, what every organisation has. */
const ORGANIZATION_RECOMMENDED: Wanted = [['name', 'legalName'], ['url'], ['logo', 'image']];

const missingOf = ({ properties }: BusinessData, wanted: Wanted): readonly string[] =>
  wanted.filter((names) => names.every((name) => !properties.has(name))).map(([name]) => name);

const complete =
  (wanted: Wanted, of: 'local' | 'organization') =>
  (facts: SeoFacts): CheckOutcome => {
    const business = describedBusiness(facts);
    if (business === undefined || isLocalBusiness(business.data) !== (of === 'local'))
      return notApplicable(
        `The site describes no ${of === 'local' ? 'local business' : 'organization'} in structured data.`,
      );
    const missing = missingOf(business.data, wanted);
    const what = `The description as ${business.data.types.join(', ')}`;
    return missing.length === 0
      ? passed({ what: `${what} is complete.`, where: business.where })
      : failed({ what: `${what} lacks: ${missing.join(', ')}.`, where: business.where });
  };

const GOOGLE = 'https://developers.google.com/search/docs/appearance/structured-data';

export const STRUCTURED_DATA_RULES: readonly Rule<SeoFacts>[] = [
  extraRule({
    ...{ id: 'seo.structured_data_readable', severity: 'medium', effort: 'minutes' },
    title: 'Structured data cannot be read',
    detail: 'Search engines pass over a block with a single mistake.',
    fix: 'Mend the JSON of the block named.',
    source: `${GOOGLE}/intro-structured-data`,
    check: readable,
  }),
  extraRule({
    ...{ id: 'seo.business_data', severity: 'medium', effort: 'hours' },
    title: 'The site does not describe the business for search engines',
    detail: 'Name, logo, address and hours in results and on maps come from structured data.',
    fix: 'Add JSON-LD of type LocalBusiness, or Organization for a business without a place to visit.',
    source: `${GOOGLE}/organization`,
    check: described,
  }),
  extraRule({
    ...{ id: 'seo.local_business_required', severity: 'medium', effort: 'minutes' },
    title: 'The description of the business lacks what Google requires',
    detail: 'Without name and address Google uses none of it.',
    fix: 'Add the properties named.',
    source: `${GOOGLE}/local-business`,
    check: complete(LOCAL_REQUIRED, 'local'),
  }),
  extraRule({
    ...{ id: 'seo.local_business_recommended', severity: 'low', effort: 'minutes' },
    title: 'The description of the business lacks what Google recommends',
    fix: 'Add the properties named.',
    source: `${GOOGLE}/local-business`,
    check: complete(LOCAL_RECOMMENDED, 'local'),
  }),
  extraRule({
    ...{ id: 'seo.organization_recommended', severity: 'low', effort: 'minutes' },
    title: 'The description of the organization lacks what Google recommends',
    fix: 'Add the properties named.',
    source: `${GOOGLE}/organization`,
    check: complete(ORGANIZATION_RECOMMENDED, 'organization'),
  }),
];
