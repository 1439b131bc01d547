import { isEnglish } from '../../copy/prose.ts';
import type { BranchResult, CheckResult, Metric } from '../contract.ts';
import { METRICS } from '../metrics.ts';
import { readablePages } from '../readable-pages.ts';
import { runRules, weightedScore } from '../rule.ts';
import { failedBranch } from '../site-branch.ts';
import type { SiteCapture } from '../site-capture.ts';
import { type ContentFacts, proseOf, readingEase } from './content-facts.ts';
import { CONTENT_RULES } from './content-rules.ts';
import { copyrightNotice } from './copyright-year.ts';
import { placeholdersOf } from './placeholder-phrases.ts';

/**
 * What the site says to its visitors: offer, contact data, next step, social proof, readability, and what is old or was never meant to be read. `now` is in milliseconds
 * since 1970: a copyright notice is old against it.
 */
export const checkContent = (capture: SiteCapture, { now }: Readonly<{ now: number }>): BranchResult => {
  const status = capture.pages[0]?.status ?? 0;
  const readable = readablePages(capture);
  if (!readable.ok || status >= 400)
    return failedBranch('content', readable.ok ? `The page answers with status ${status}.` : readable.reason);
  const shell = readable.home.shell();
  if (shell !== null) return failedBranch('content', shell);
  const facts: ContentFacts = { capture, home: readable.home, pages: readable.pages, now };
  const results = runRules(CONTENT_RULES, facts);
  const unmeasured = results.filter(({ state }) => state === 'not_measured');
  return {
    branch: 'content',
    status: unmeasured.length > 0 ? 'partial' : 'done',
    ...(unmeasured[0]?.reason === undefined ? {} : { reason: unmeasured[0].reason }),
    score: weightedScore(results),
    results,
    metrics: metricsOf(facts, results),
    notMeasured: unmeasured.map(({ title, reason }) => ({ what: title, reason: reason ?? 'It could not be told.' })),
  };
};

/** Whether a rule is kept; null when that was not measured. */
const kept = (results: readonly CheckResult[], id: string): boolean | null => {
  const state = results.find((result) => result.id === id)?.state;
  return state === 'pass' || state === 'fail' ? state === 'pass' : null;
};

const metricsOf = (facts: ContentFacts, results: readonly CheckResult[]): Metric[] => {
  const evidenceOf = (id: string): number => results.find((result) => result.id === id)?.evidence.length ?? 0;
  const prose = proseOf(facts).map(({ text }) => text);
  const ease = isEnglish(prose.join('\n')) ? readingEase(prose) : null;
  const contacts = kept(results, 'content.contact_data');
  const values: Readonly<Record<string, Metric['value']>> = {
    value_proposition: kept(results, 'content.value_proposition'),
    contact_data: contacts === null ? null : contacts ? evidenceOf('content.contact_data') : 0,
    next_step: kept(results, 'content.next_step'),
    social_proof: kept(results, 'content.social_proof'),
    reading_ease: ease === null ? null : Math.round(ease),
    copyright_year: copyrightNotice(facts.pages)?.year ?? null,
    placeholder_text: facts.pages.flatMap(placeholdersOf).length,
  };
  return METRICS.flatMap(({ id, unit, branch, from }) =>
    branch === 'content' ? [{ id, value: values[id] ?? null, unit, source: from }] : [],
  );
};
