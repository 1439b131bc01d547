import { comparable } from '../../copy/prose.ts';
import { speaksToModels } from '../../copy/untrusted-text.ts';
import type { BranchResult, CheckResult, Evidence } from '../contract.ts';
import type { PageFacts } from '../page-facts.ts';
import { readablePages } from '../readable-pages.ts';
import type { SiteCapture } from '../site-capture.ts';

/** What a model may be asked of a home page. */
export const JUDGED = {
  value_proposition: 'Does the page say, near its beginning, what is offered to whom?',
  next_step: 'Does the page ask its visitors for one clear next step?',
  social_proof: 'Does the page show that others trust the company?',
  tone: 'Does the page speak to its visitors, rather than about itself?',
} as const;
export type JudgedQuestion = keyof typeof JUDGED;

/** One judgement: words of the page, and what they show. */
export type Judgement = Readonly<{ question: JudgedQuestion; verdict: 'good' | 'weak'; reason: string; quote: string }>;

/** A model that judges a page's text; expected failures (no key, budget, time) are a reason. */
export type ModelJudge = (
  page: Readonly<{ url: string; title: string; text: string }>,
) => Promise<Readonly<{ ok: true; judgements: readonly Judgement[] } | { ok: false; reason: string }>>;

const MOST_TEXT = 6_000;
/** Fewer words stand on any page by chance. */
const SHORTEST_QUOTE = 8;
const LONGEST_REASON = 300;

const TITLES: Readonly<Record<JudgedQuestion, string>> = {
  value_proposition: 'The offer is not clear enough (judged by a model)',
  next_step: 'The next step is not clear enough (judged by a model)',
  social_proof: 'The proof that others trust the company is weak (judged by a model)',
  tone: 'The page speaks of itself rather than to its visitors (judged by a model)',
};
const FIXES: Readonly<Record<JudgedQuestion, string>> = {
  value_proposition: 'Say in the first heading what you do, for whom, and why with you.',
  next_step: 'Put one clear button onto the first screen.',
  social_proof: 'Show reviews, customers by name, or references on the home page.',
  tone: 'Begin with what visitors want, and say "you" more often than "we".',
};

/** The text of a page as it is shown to a model: what speaks to models instead of readers is left out. */
export const judgedText = (page: PageFacts): string =>
  page
    .blocks()
    .map(({ text }) => text)
    .filter((text) => !speaksToModels(text))
    .join('\n')
    .slice(0, MOST_TEXT);

/**
 * Adds a model's judgement of the home page to what the rules found: results of weight 0, so that the score stays the rules' own. A judgement counts only when its quote
 * stands on the page word for word; others are dropped, and how many were is noted. When the model gives nothing the result is as it was, with the reason in its notes.
 */
export const createJudgeContent =
  ({ judge }: Readonly<{ judge: ModelJudge }>) =>
  async (capture: SiteCapture, result: BranchResult): Promise<BranchResult> => {
    const readable = readablePages(capture);
    if (!readable.ok || result.status === 'failed') return result;
    const { home } = readable;
    const text = judgedText(home);
    const answer = await judge({ url: home.url, title: home.title() ?? '', text });
    const noted = (note: string): BranchResult => ({ ...result, notes: [...(result.notes ?? []), note] });
    if (!answer.ok) return noted(`No model judged the texts: ${answer.reason.slice(0, LONGEST_REASON)}`);
    const { held, dropped } = checked(text, answer.judgements);
    const judged = { ...result, results: [...result.results, ...held.map((one) => resultOf(home.url, one))] };
    const note = `A model judged the home page; ${dropped} of its ${answer.judgements.length} judgements were dropped because they quote what is not on the page.`;
    return dropped === 0 ? judged : { ...judged, notes: [...(result.notes ?? []), note] };
  };

/** The judgements whose quotes stand in the text, the first of each question, and how many do not. */
const checked = (text: string, judgements: readonly Judgement[]) => {
  const source = comparable(text);
  const standing = judgements.filter(({ quote }) => {
    const plain = comparable(quote);
    return plain.length >= SHORTEST_QUOTE && source.includes(plain);
  });
  const held = new Map<JudgedQuestion, Judgement>();
  for (const one of standing) if (!held.has(one.question)) held.set(one.question, one);
  return { held: [...held.values()], dropped: judgements.length - standing.length };
};

const resultOf = (where: string, { question, verdict, reason, quote }: Judgement): CheckResult => {
  const evidence: Evidence = { what: reason.slice(0, LONGEST_REASON), where, quote: quote.slice(0, LONGEST_REASON) };
  return {
    ...{ id: `content.judged_${question}`, category: 'content', weight: 0, severity: 'low', effort: 'hours' },
    title: TITLES[question],
    source: 'https://www.nngroup.com/articles/113-design-guidelines-homepage-usability/',
    fix: FIXES[question],
    state: verdict === 'good' ? 'pass' : 'fail',
    evidence: [evidence],
  };
};
