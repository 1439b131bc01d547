import type { Effort, Severity } from '../contract.ts';
import rules from './axe-rules.json' with { type: 'json' };

export type AxeImpact = 'critical' | 'serious' | 'moderate' | 'minor';
type Known = Readonly<{ impact: string; wcag: boolean }>;

const RULES: ReadonlyMap<string, Known> = new Map(Object.entries(rules.rules));
const WEIGHTS: Readonly<Record<AxeImpact, number>> = { critical: 10, serious: 7, moderate: 3, minor: 1 };
const SEVERITIES: Readonly<Record<AxeImpact, Severity>> = {
  critical: 'critical',
  serious: 'high',
  moderate: 'medium',
  minor: 'low',
};

const isImpact = (text: string): text is AxeImpact => Object.hasOwn(WEIGHTS, text);

/** What axe-core gives as a rule's impact; a rule that our list does not know yet counts as moderate. */
export const impactOf = (id: string): AxeImpact => {
  const impact = RULES.get(id)?.impact ?? 'moderate';
  return isImpact(impact) ? impact : 'moderate';
};

/**
 * A rule's part of the score: 10, 7, 3 or 1 by impact, and nothing for a best practice of minor impact. As Lighthouse weighs them
 * (lighthouse/core/config/default-config.js, "Weight Based on Tags").
 */
export const weightOf = (id: string): number => {
  const impact = impactOf(id);
  return impact === 'minor' && RULES.get(id)?.wcag !== true ? 0 : WEIGHTS[impact];
};

/** How bad it is for the site's owner: axe's critical is P1 where WCAG asks for it, P2 where it is a best practice. */
export const severityOf = (id: string): Severity => {
  const severity = SEVERITIES[impactOf(id)];
  return severity === 'critical' && RULES.get(id)?.wcag !== true ? 'high' : severity;
};

type Mend = Readonly<{ fix: string; effort: Effort }>;

/** What to do about the rules that sites fail most (WebAIM Million, axe's own statistics). */
const MENDS: Readonly<Record<string, Mend>> = {
  'button-name': { fix: 'Give every button a text, or an aria-label when it shows an icon only.', effort: 'minutes' },
  bypass: { fix: 'Put the content into a main element, or add a link that skips to it.', effort: 'minutes' },
  'color-contrast': {
    fix: 'Darken the text or lighten its background until the contrast is 4.5:1, or 3:1 for large text.',
    effort: 'hours',
  },
  'document-title': { fix: 'Give the page a title that says what it is.', effort: 'minutes' },
  'duplicate-id-aria': { fix: 'Give each element an id of its own.', effort: 'minutes' },
  'empty-heading': { fix: 'Remove headings without a text, or give them one.', effort: 'minutes' },
  'frame-title': { fix: 'Give every frame a title that says what is in it.', effort: 'minutes' },
  'heading-order': { fix: 'Let each heading be at most one level below the one before it.', effort: 'hours' },
  'html-has-lang': { fix: 'Name the language of the page: <html lang="en">.', effort: 'minutes' },
  'image-alt': { fix: 'Say in the alt text what each image shows; leave it empty for decoration.', effort: 'hours' },
  label: { fix: 'Give every form field a label that stays visible and is tied to it.', effort: 'hours' },
  'landmark-one-main': { fix: 'Put the content of the page into one main element.', effort: 'minutes' },
  'link-in-text-block': { fix: 'Underline links in running text.', effort: 'minutes' },
  'link-name': { fix: 'Give every link a text, or the image in it an alt text.', effort: 'minutes' },
  list: { fix: 'Let lists hold list items only.', effort: 'minutes' },
  listitem: { fix: 'Put list items into a list.', effort: 'minutes' },
  'meta-viewport': { fix: 'Take user-scalable=no and maximum-scale out of the viewport tag.', effort: 'minutes' },
  'page-has-heading-one': { fix: 'Give the page one heading of the first level.', effort: 'minutes' },
  region: { fix: 'Put all content into header, nav, main or footer.', effort: 'hours' },
  'select-name': { fix: 'Give every select field a label.', effort: 'minutes' },
  tabindex: { fix: 'Take tabindex values above 0 away and order the markup instead.', effort: 'hours' },
  'target-size': {
    fix: 'Make links and buttons at least 24 by 24 pixels, or leave room between them.',
    effort: 'hours',
  },
};

/** What to do about a rule; axe's own words where it is a rare one. */
export const mendOf = (id: string, help: string): Mend =>
  MENDS[id] ?? { fix: `${help}. The page named as the source shows how.`, effort: 'hours' };
