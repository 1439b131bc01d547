import { countWords } from '../prose.ts';
import { createRetrieval } from '../retrieval.ts';
import type { SiteProfile } from './site-profile.ts';
import type { Statement } from './statements.ts';

/** What tells of trouble. */
const TROUBLE =
  /^(?:nobody|no one|instead of)\b|\b(?:used to|queued?|broke|broken|loses?|losing|lost (?!that)|too late|by then|empty|r[au]ns? out|warning|failed|fails|failures?|die|dead|silent|wrong|outages?|wasted?|by hand|spreadsheets?|tired|idle|pain\w*|problems?|trouble|struggl\w*|slow|stuck|drift\w*|forgot\w*|no signal|fined|complain\w*|hours? a night|month ends?|too (?:much|many)|leaks?|delay\w*|superseded|surprisingly hard)\b/gi;
/** Where trouble is only what does not happen. */
const SPARED = /\b(?:without|no more|never|nobody (?:logs|minded|needs)|can['’]t be|cannot be|not one|free of)\b/i;
const OURS = /\b(?:we|our|ours|us)\b/i;
/** What others do is no value of the company's; trouble that it names with its answer in one breath may be. */
const OF_OTHERS = /^(?:most|many|too many|half of|few|others?)\b(?!.*\b(?:we|our|ours|us)\b)/i;
/** What somebody else found, or what was counted. */
const PROOF =
  /\b(?:customers?|clients?|members|patients|guests|groups|shops|accepted|trial|median|average|record|won|fell|rose|saved|cut|raised|trimmed|lifted|kept|since (?:19|20)\d\d|last year|this year|in (?:19|20)\d\d)\b/i;
const PRICE = /[€$£]\s?\d[\d.,]*\s*(?:per|a|an|for|each|,|and|one)\b|\b(?:priced|we charge|hourly rate)\b/i;
const DATED =
  /\b(?:this (?:year|spring|summer|autumn|winter|month)|last (?:year|spring|summer|autumn|winter|month)|from next|next (?:year|summer|winter|spring)|today|now)\b/i;

const BY_PAGE: Readonly<Record<Statement['page'], number>> = {
  home: 2,
  service: 2,
  other: 1,
  news: 0,
  about: -2,
  job: -9,
};

const namesOf = (name: string): readonly string[] => {
  const [first = name] = name.split(' ');
  return first.length >= 4 ? [name, first] : [name];
};
/** Whether a sentence says what the company itself does: "Quaylight replaces …", "We look after …". */
export const speaksOfCompany = ({ text }: Statement, name: string): boolean =>
  namesOf(name).some((one) => text.startsWith(`${one} `)) || /^(?:we|our|since (?:19|20)\d\d we)\b/i.test(text);

/** What stands in quotation marks is somebody's word, not what the sentence says. */
const unquoted = (text: string): string => text.replace(/["“][^"”]*["”]/g, ' ');
const count = (text: string, pattern: RegExp): number => (text.match(pattern) ?? []).length;
const figures = (text: string): number => count(text, /\d+(?:[.,:]\d+)*/g);

export type Roles = Readonly<{
  /** Best first; a statement may stand in several. */
  problems: readonly Statement[];
  offers: readonly Statement[];
  proofs: readonly Statement[];
  /** What says something of a month or year near the reading. */
  dated: readonly Statement[];
  /** All that speaks of what customers get, whole or below a heading that makes it so. */
  values: readonly Statement[];
}>;

/** Sorts what a site says by what it is good for in a text. `emphasis` lifts what is about it. */
export const rolesOf = (profile: SiteProfile, emphasis: string): Roles => {
  const { statements, name, readAt } = profile;
  const wanted = emphasis.trim() === '' ? [] : createRetrieval(profile.passages)(emphasis, 5).map(({ id }) => id);
  const lift = ({ passageId, page }: Statement): number => BY_PAGE[page] + (wanted.includes(passageId) ? 4 : 0);
  const ranked = (score: (statement: Statement) => number, least: number): readonly Statement[] =>
    statements
      .map((statement) => ({ statement, score: score(statement) }))
      .filter((one) => one.score >= least)
      .sort((a, b) => b.score - a.score)
      .map(({ statement }) => statement);

  const trouble = (statement: Statement): number =>
    count(unquoted(statement.text), TROUBLE) * 2 -
    (OURS.test(statement.text) && !speaksOfCompany(statement, name) ? 1 : 0);
  const year = Number(readAt.slice(0, 4));
  const isDated = ({ text }: Statement): boolean =>
    text.includes(String(year)) || text.includes(String(year - 1)) || DATED.test(text);
  const forReaders = ({ page }: Statement): boolean => page === 'home' || page === 'service' || page === 'other';
  const isProblem = (one: Statement): boolean =>
    one.whole &&
    (one.page === 'home' || one.page === 'other') &&
    trouble(one) > 0 &&
    !SPARED.test(one.text) &&
    !PRICE.test(one.text) &&
    !startsOurs(one, name);
  return {
    problems: ranked((one) => (isProblem(one) ? trouble(one) + lift(one) : -1), 0),
    offers: ranked(
      (one) =>
        one.whole && forReaders(one) && speaksOfCompany(one, name)
          ? 3 + lift(one) - (countWords(one.text) < 8 ? 3 : 0)
          : -1,
      0,
    ),
    proofs: ranked(
      (one) =>
        one.whole &&
        one.page !== 'job' &&
        one.page !== 'about' &&
        PROOF.test(one.text) &&
        figures(one.text) > 0 &&
        !PRICE.test(one.text)
          ? Math.min(3, figures(one.text)) + lift(one)
          : -1,
      0,
    ),
    dated: ranked(
      (one) => (one.whole && one.page !== 'job' && one.page !== 'about' && isDated(one) ? 1 + lift(one) : -1),
      0,
    ),
    values: ranked(
      (one) =>
        forReaders(one) && !(isProblem(one) && OF_OTHERS.test(one.text)) && (one.whole || isLabel(one.heading))
          ? lift(one) +
            (one.page === 'service' ? 1 : 0) +
            (figures(one.text) > 0 ? 1 : 0) +
            (/\byou(?:r|rs)?\b/i.test(one.text) ? 1 : 0)
          : -1,
      0,
    ),
  };
};

/** What a company says went wrong with itself is not its customers' problem. */
const startsOurs = ({ text }: Statement, name: string): boolean =>
  /^(?:we|our)\b/i.test(text) || namesOf(name).some((one) => text.startsWith(`${one} `));

const GENERIC =
  /^(?:about.*|company|our company|our story|services?|our services|products?|what we do|features?|home|news|team|welcome.*|overview|introduction|more|details|contact.*|what we offer|how it works|why(?: \p{L}+){0,3}|coming soon.*|(?:what )?(?:our |the )?\p{L}+ (?:say|think|have said)(?: about (?:us|\p{Lu}\S*))?|(?:customer |client )?(?:testimonials?|reviews|feedback|voices)|(?:our )?(?:customers?|clients?|partners)|case stud(?:y|ies)|pricing|prices?|plans?|rates|faqs?|questions(?: and answers)?|opening hours|benefits|highlights|at a glance|in (?:numbers|figures|short|brief)|facts(?: and figures)?|(?:our )?(?:mission|vision|values|history|approach|promise))$/iu;

/** Whether a heading can stand before a colon as the name of what follows. */
export const isLabel = (heading: string | null): heading is string =>
  heading !== null &&
  heading.length <= 60 &&
  /^[\p{L}\d]/u.test(heading) &&
  !/[.!?:;]$|["“”]/.test(heading) &&
  !GENERIC.test(heading.trim());
