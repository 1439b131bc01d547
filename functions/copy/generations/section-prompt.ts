import type { IcpCriteria } from '../../campaigns/icp.ts';
import { FEWEST_WORDS, MOST_FOLLOW_UP_WORDS, MOST_WORDS } from '../guards.ts';
import { evidenceBlock } from '../untrusted-text.ts';
import { COLLECTION_METHODS } from './collection-methods.ts';
import type { Preferences } from './copy-request.ts';
import type { Section } from './generation.ts';
import type { SiteProfile } from './site-profile.ts';

const RULES = `You help a company to say what it offers and to whom. You write English that a careful marketer would sign: concrete, true, whole sentences, no superlatives, no clichés.

Rules. A sentence that breaks one is thrown away.
1. Every sentence is one entry with the ids of the passages that it rests on. It says no more than those passages say: every figure and name stands in them, and most of its words do.
2. Sentences that state nothing (a greeting, a question) have no ids, no figures, no quotations and no names.
3. What is in double quotes is copied letter by letter from a passage.
4. Where the passages say nothing for a part, leave its list empty. Never guess.
5. No placeholders, no links, no markup, no exclamation marks.`;

/** The part of the prompts that the sections of one request share. */
export const sharedPrompt = ({ name, domain, passages }: SiteProfile): string =>
  `${RULES}

The company: ${JSON.stringify({ name, domain })}
Passages of its website, by id:
${evidenceBlock(Object.fromEntries(passages.map(({ id, heading, text }) => [id, heading === null ? text : `${heading}: ${text}`])))}`;

const TASKS: Readonly<Record<Section, string>> = {
  positioning: `Write the company's positioning:
- uniqueInsight: one or two sentences: what it understands about its customers' problem, and what follows from it.
- whyUs: up to three sentences: what speaks for it, figures and customers first.
- whyNow: up to two sentences: what makes this the moment, from dated facts, news or open positions only.
- valuePropositions: three sentences, each another thing that a customer gets.
- uniqueSellingPoints: two to four, each with a theme of at most five words and one or two sentences.`,
  email: `Write three first mails from this company to people of the ICP, as "we", and for each the follow-up that is sent when nobody answers. Variants: problem (names one problem the reader may have), benefit (says what the reader gains), question (asks one honest question about the problem).
Each mail: three subjects of 3 to 6 words and at most 60 characters, none with "Re:" or "Fwd:"; parts in order, each of the type opening, pain, value or proof, together ${String(FEWEST_WORDS)} to ${String(MOST_WORDS - 25)} words. Each followUp: another angle than its mail in 15 to ${String(MOST_FOLLOW_UP_WORDS - 25)} words, and one subject. Greeting, the call to action and the sign-off are added: do not write them, and ask for nothing.`,
  enrichment: `Plan what to find out about companies and people of the ICP so that they can be chosen and written to: industries, employees (from and to, null when open), business models, company types, funding stages, places, three to five keywords, technologies with why they matter, four to six buying signals (title, one-sentence description, type, priority, how it is detected), job titles, departments, seniority, buying roles, and four to six points to personalise a mail with (point, use). Each technology, signal and point names the collectionMethod that brings it, one of: ${COLLECTION_METHODS.join(', ')}.`,
};

/** What is asked for one section. What the caller wrote stands in it as data. */
export const sectionPrompt = (section: Section, icp: IcpCriteria, preferences: Preferences): string => {
  const { useCase, emphasis, openingLine, socialProof, tone } = preferences;
  const wishes = { useCase, emphasis, openingLine, tone, ...(socialProof === false ? { socialProof } : {}) };
  return `${TASKS[section]}

Whom it is for: ${JSON.stringify(icpForPrompt(icp))}
Wishes: ${JSON.stringify(wishes)}`;
};

const icpForPrompt = ({ name, industries, headcount, locations, persona, keywords }: IcpCriteria) => ({
  name,
  industries,
  headcount,
  locations,
  persona,
  keywords,
});
