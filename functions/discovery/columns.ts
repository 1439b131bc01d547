import { squeezed } from './normal-text.ts';

/** Our fields of an imported row and the spellings under which other people's files carry them, best known first. */
const COMPANY_FIELDS = {
  name:
    'Company; Company Name; Name; Account; Account Name; Organization; Organization Name; Organisation; ' +
    'Business; Business Name; Employer; Firma; Unternehmen',
  website:
    'Website; Company Website; Website URL; Web site; URL; Homepage; Home page; Web; Site; Company URL; ' +
    'Organization Website; Company Website URL; Webseite; Link',
  domain: 'Domain; Company Domain; Primary Domain; Domain Name; Company Domain Name; Website Domain; Root Domain',
  industry: 'Industry; Primary Industry; Company Industry; Sector; Vertical; Category; Branche; LinkedIn Industry',
  subindustry: 'Subindustry; Sub-industry; Industry Detail; Subsector; Subcategory; Industry Group',
  industries: 'Industries; Sectors; Verticals; Categories; Category List; Industry Groups',
  keywords: 'Tags; Keywords; Tag; Labels; Topics; Specialties; Specialities; Technologies; Company Keywords',
  oneLiner: 'One-liner; Tagline; Short Description; Headline; Slogan; Summary; Pitch',
  description:
    'Description; Long Description; About; Company Description; Overview; Full Description; Bio; SEO Description',
  headcount:
    'Employees; Employee Count; Number of Employees; Num Employees; No. of Employees; # Employees; ' +
    'Headcount; Team Size; Company Size; Size; Staff; Employees Total; Employee Range; Mitarbeiter',
  revenue:
    'Revenue (USD); Revenue; Annual Revenue; Annual Revenue (USD); Estimated Revenue; Revenue Range; ' +
    'Revenue USD; Turnover; Sales (USD); Est. Revenue; ARR',
  foundedYear:
    'Founded; Founded Year; Year Founded; Founded On; Founding Year; Date Founded; Established; ' +
    'Year Established; Launch Year; Launched; Incorporated',
  batch: 'Batch; Cohort; Class',
  location:
    'Location; Locations; All Locations; Headquarters; HQ; HQ Location; Headquarters Location; Address; ' +
    'Company Address; Company Location; Full Address',
  city: 'City; Company City; HQ City; Town; Locality; Ort; Stadt',
  region: 'Region; State; Company State; Province; HQ State; County; State/Province; State or Region; State/Region',
  country: 'Country; Company Country; HQ Country; Country Code; Country/Region; Nation; Land',
  regions: 'Regions; Markets; Geographies',
  remote: 'Remote; Is Remote; Remote Friendly; Fully Remote; Work Model',
  hiring: 'Hiring; Is Hiring; Currently Hiring; Actively Hiring; Open Positions; Open Roles; Job Openings; Jobs',
  fundingStage:
    'Funding stage; Stage; Last Funding Type; Last Round; Last Round Type; Latest Funding Stage; ' +
    'Latest Funding; Funding Round; Funding Status; Funding Type; Funding',
  status: 'Status; Company Status; Operating Status; Operating State; Business Status; Activity Status',
} as const;

const CONTACT_FIELDS = {
  email:
    'Email; E-mail; Email Address; E-mail Address; Work Email; Business Email; Contact Email; ' +
    'Primary Email; Mail; Email 1',
  website:
    'Company Website; Website; Company URL; Website URL; Company Website URL; Company Domain; Domain; ' +
    'Account Website; Organization Website; URL',
  company:
    'Company; Company Name; Account; Account Name; Organization; Organization Name; Organisation; ' +
    'Employer; Company Name for Emails; Firma',
  firstName: 'First Name; Given Name; Forename; First; Vorname',
  lastName: 'Last Name; Surname; Family Name; Last; Nachname',
  fullName: 'Name; Full Name; Contact Name; Contact; Person; Display Name',
  title: 'Job Title; Title; Position; Role; Job; Job Role; Function; Designation; Headline',
  location: 'Location; Person Location; Contact Location; Address; Country; City',
} as const;

const FIELDS = { companies: COMPANY_FIELDS, contacts: CONTACT_FIELDS } as const;
export type ImportKind = keyof typeof FIELDS;

/** Of each group one column must be there. */
const REQUIRED: Readonly<Record<ImportKind, readonly (readonly string[])[]>> = {
  companies: [['name'], ['website', 'domain']],
  contacts: [['email'], ['website', 'company']],
};

export type ColumnMap = Readonly<{
  /** Our field → their column, as they spell it. */
  columns: Readonly<Partial<Record<string, string>>>;
  unmapped: readonly string[];
}>;
export type MapColumns = Readonly<({ ok: true } & ColumnMap) | { ok: false; problem: string }>;

/** Fields of ours that a mapping names and that do not exist for this kind of file. */
export const unknownFields = (kind: ImportKind, mapping: Readonly<Record<string, string>>): readonly string[] =>
  Object.keys(mapping).filter((field) => !Object.hasOwn(FIELDS[kind], field));

const quoted = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(', ');

/**
 * Finds which of a file's columns carries which field: by the given mapping first, then by usual names regardless of case, spaces and
 * punctuation. Fails, with the columns there are, when the mapping names a column that is not there or a required one is not found.
 */
export const mapColumns = (
  kind: ImportKind,
  header: readonly string[],
  mapping: Readonly<Record<string, string>>,
): MapColumns => {
  const bySpelling = new Map<string, string>();
  for (const column of header) if (!bySpelling.has(squeezed(column))) bySpelling.set(squeezed(column), column);
  const unknown = unknownFields(kind, mapping);
  if (unknown.length > 0)
    return {
      ok: false,
      problem: `The mapping names fields that a list of ${kind} does not have: ${quoted(unknown)}. Fields: ${Object.keys(FIELDS[kind]).join(', ')}.`,
    };
  const columns: Partial<Record<string, string>> = {};
  const taken = new Set<string>();
  for (const [field, wanted] of Object.entries(mapping)) {
    const column = header.includes(wanted) ? wanted : bySpelling.get(squeezed(wanted));
    if (column === undefined)
      return {
        ok: false,
        problem: `The mapping takes ${field} from column “${wanted}”, which the file does not have. Its columns: ${quoted(header)}.`,
      };
    columns[field] = column;
    taken.add(column);
  }
  for (const [field, spellings] of Object.entries(FIELDS[kind])) {
    if (field in columns) continue;
    const column = spellings
      .split('; ')
      .map((spelling) => bySpelling.get(squeezed(spelling)))
      .find((found) => found !== undefined && !taken.has(found));
    if (column === undefined) continue;
    columns[field] = column;
    taken.add(column);
  }
  const missing = REQUIRED[kind].filter((group) => !group.some((field) => field in columns));
  if (missing.length > 0)
    return {
      ok: false,
      problem: `The file has no column for ${missing.map((group) => group.join(' or ')).join(' and for ')}. Its columns: ${quoted(header)}. Name the right ones in the mapping.`,
    };
  return { ok: true, columns, unmapped: header.filter((column) => column !== '' && !taken.has(column)) };
};
