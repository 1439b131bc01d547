import { isEnglish } from '../../copy/prose.ts';
import { readingGrade } from '../../copy/reading-level.ts';
import { type CheckOutcome, failed, notApplicable, notMeasured, passed, type Rule } from '../rule.ts';
import { type ContentFacts, proseOf } from './content-facts.ts';
import { copyrightNotice } from './copyright-year.ts';
import { contactData, nextStep, socialProof, valueProposition } from './offer-rules.ts';
import { placeholdersOf } from './placeholder-phrases.ts';
import { saysUnfinished } from './unfinished.ts';

/** Fewer words than these do not say how hard a site is to read. */
const LEAST_WORDS = 150;
/** Grades of school: 13 and more is what universities read. */
const HARDEST_GRADE = 13;

const readability = (facts: ContentFacts): CheckOutcome => {
  const prose = proseOf(facts);
  const all = prose.map(({ text }) => text).join('\n');
  if (!isEnglish(all) && all !== '') return notMeasured('The formula is for English texts only.');
  if (all.split(/\s+/).length < LEAST_WORDS) return notApplicable('The site has too few sentences to judge.');
  const grade = Math.round(readingGrade(all) * 10) / 10;
  const what = `Reading the texts takes ${grade} years of school (Flesch–Kincaid).`;
  if (grade < HARDEST_GRADE) return passed({ what, where: facts.home.url });
  const graded = prose.map((one) => ({ ...one, grade: readingGrade(one.text) }));
  const hardest = graded.reduce((worst, one) => (one.grade > worst.grade ? one : worst));
  return failed({ what, where: hardest.where, quote: hardest.text.slice(0, 300) });
};

/** In January last year's notice is nobody's neglect; a notice of the year before is. */
const YEARS_OF_GRACE = 1;

const copyright = ({ pages, now }: ContentFacts): CheckOutcome => {
  const notice = copyrightNotice(pages);
  if (notice === null) return notApplicable('No page names the year of a copyright notice.');
  const { year, quote, where } = notice;
  const evidence = { what: `The newest copyright notice is of ${year}.`, where, quote };
  return year < new Date(now).getUTCFullYear() - YEARS_OF_GRACE ? failed(evidence) : passed(evidence);
};

const placeholders = ({ pages }: ContentFacts): CheckOutcome => {
  const [first, ...rest] = pages
    .flatMap(placeholdersOf)
    .map(({ what, where, quote }) => ({ what: `${what}.`, where, quote }));
  return first === undefined ? passed() : failed(first, ...rest);
};

/** A page with more text than this is finished, whatever it announces. */
const MOST_UNFINISHED_TEXT = 1_500;

const finished = ({ home }: ContentFacts): CheckOutcome => {
  const blocks = home.blocks();
  const headings = blocks.flatMap(({ text, heading }) => (heading ? [text] : [])).slice(0, 3);
  const hit = [home.title() ?? '', ...headings].find(saysUnfinished);
  const length = blocks.reduce((sum, { text }) => sum + text.length, 0);
  return hit === undefined || length > MOST_UNFINISHED_TEXT
    ? passed()
    : failed({ what: 'The home page says that it is not finished.', where: home.url, quote: hit.slice(0, 200) });
};

const NIELSEN = 'https://www.nngroup.com/articles';

/**
 * What visitors look for on the site of a business. The score is the passed part of the weights: 3 for what decides whether they stay (offer, contact, next step, no
 * filling text), 2 for what persuades them, 1 for what only looks neglected.
 */
export const CONTENT_RULES: readonly Rule<ContentFacts>[] = [
  {
    ...{ id: 'content.value_proposition', category: 'content', weight: 3, severity: 'high', effort: 'hours' },
    title: 'The home page does not say what is offered',
    detail:
      'Visitors decide within seconds whether they are in the right place; most leave a page that does not tell them.',
    fix: 'Say in the first heading what you do, for whom, and why with you.',
    source: `${NIELSEN}/113-design-guidelines-homepage-usability/`,
    check: valueProposition,
  },
  {
    ...{ id: 'content.contact_data', category: 'content', weight: 3, severity: 'critical', effort: 'minutes' },
    title: 'The company cannot be reached by its website',
    detail: 'Whoever wants to buy and finds neither number nor address buys elsewhere.',
    fix: 'Put a telephone number and a mail address onto every page, in the header or footer.',
    source: `${NIELSEN}/113-design-guidelines-homepage-usability/`,
    check: contactData,
  },
  {
    ...{ id: 'content.next_step', category: 'content', weight: 3, severity: 'high', effort: 'hours' },
    title: 'The home page asks for no next step',
    detail: 'Visitors who are not told what to do next do nothing.',
    fix: 'Put one clear button onto the first screen: call, book, buy or ask for a quote.',
    source: `${NIELSEN}/113-design-guidelines-homepage-usability/`,
    check: nextStep,
  },
  {
    ...{ id: 'content.social_proof', category: 'content', weight: 2, severity: 'medium', effort: 'days' },
    title: 'The site does not show that others trust the company',
    detail: 'People look at what others say before they buy from somebody they do not know.',
    fix: 'Show reviews, customers by name, or references on the home page.',
    source: `${NIELSEN}/social-proof-ux/`,
    check: socialProof,
  },
  {
    ...{ id: 'content.readability', category: 'content', weight: 2, severity: 'low', effort: 'days' },
    title: 'The texts are hard to read',
    detail: 'People skim; long sentences and long words lose them.',
    fix: 'Write sentences of less than 20 words, and words that customers use.',
    source: `${NIELSEN}/legibility-readability-comprehension/`,
    check: readability,
  },
  {
    ...{ id: 'content.copyright_year', category: 'content', weight: 1, severity: 'low', effort: 'minutes' },
    title: 'The copyright notice is old',
    detail: 'An old year makes visitors wonder whether the company still exists.',
    fix: 'Put the present year into the notice, or have the site do so by itself.',
    source: 'https://en.wikipedia.org/wiki/Stanford_Web_Credibility_Project',
    check: copyright,
  },
  {
    ...{ id: 'content.placeholder_text', category: 'content', weight: 3, severity: 'high', effort: 'hours' },
    title: 'Filling text of a template is still on the site',
    detail: 'Text that was never meant to be read says that nobody looks after the site.',
    fix: 'Replace the texts named by your own, or take them away.',
    source: 'https://en.wikipedia.org/wiki/Stanford_Web_Credibility_Project',
    check: placeholders,
  },
  {
    ...{ id: 'content.unfinished', category: 'content', weight: 3, severity: 'critical', effort: 'days' },
    title: 'The home page says that it is not finished',
    detail: 'Visitors of an unfinished page do not come back to look again.',
    fix: 'Show at least what you do and how you are reached until the site is ready.',
    source: 'https://en.wikipedia.org/wiki/Stanford_Web_Credibility_Project',
    check: finished,
  },
];
