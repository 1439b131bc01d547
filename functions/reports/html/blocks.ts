import { type Assessment, CATEGORIES, type Finding } from '../../assessment/contract.ts';
import { escapeHtml as e } from '../../platform/escape-html.ts';
import { checksText, findingsIn, noteOf, shownMetrics } from '../category-facts.ts';
import type { Action, Insight } from '../content.ts';
import type { Row } from '../impact-facts.ts';
import { GRADE_COLOURS, SEVERITY_COLOURS } from '../palette.ts';
import {
  CATEGORY_WORDS,
  counted,
  EFFORT_WORDS,
  GRADE_WORDS,
  gradeOf,
  impactText,
  SEVERITY_WORDS,
  usd,
} from '../words.ts';
import { scoreRing } from './charts.ts';

/** Only addresses of the web become links: a rule's or site's own text never does anything else. */
const linked = (address: string, said: string): string =>
  /^https?:\/\//i.test(address) ? `<a href="${e(address)}" rel="noopener nofollow">${e(said)}</a>` : e(said);

export const paragraphs = (texts: readonly string[], kind = ''): string =>
  texts.map((text) => `<p${kind === '' ? '' : ` class="${kind}"`}>${e(text)}</p>`).join('');

export const rows = (list: readonly Row[]): string =>
  list.length === 0
    ? ''
    : `<dl class="rows">${list.map(([label, value]) => `<dt>${e(label)}</dt><dd>${e(value)}</dd>`).join('')}</dl>`;

export const section = (id: string, title: string, content: string): string =>
  `<section aria-labelledby="${id}"><h2 id="${id}">${e(title)}</h2>${content}</section>`;

/** The overall score beside the main facts. */
export const hero = ({ overall, findings, impact, categories }: Assessment): string => {
  const grave = findings.filter(({ severity }) => severity === 'critical' || severity === 'high').length;
  const scored = CATEGORIES.filter((category) => categories[category].score !== null).length;
  const grade = gradeOf(overall);
  const amount: Row =
    impact === null || findings.length === 0
      ? ['No amount', 'could be put on what was found']
      : [
          `${usd(impact.total.estimateUsd)} a month`,
          `estimated loss; 95 % interval ${usd(impact.total.lowUsd)} to ${usd(impact.total.highUsd)}`,
        ];
  const facts: readonly Row[] = [
    [counted(findings.length, 'finding'), `${String(grave)} of them rated critical or high`],
    amount,
    [`${String(scored)} of ${String(CATEGORIES.length)} areas`, 'could be scored; what could not is said, and why'],
  ];
  return `<div class="hero"><div class="score">${scoreRing(overall, 180, 'Overall score')}<strong style="color:${GRADE_COLOURS[grade]}">${GRADE_WORDS[grade]}</strong></div><dl>${facts
    .map(([value, about]) => `<dt>${e(value)}</dt><dd>${e(about)}</dd>`)
    .join('')}</dl></div>`;
};

export const insightCard = ({ title, text, urgency }: Insight): string =>
  `<article class="card"><h3>${e(title)}</h3><p>${e(text)}</p><p class="urgency">${e(urgency)}</p></article>`;

export const actionList = (actions: readonly Action[]): string =>
  `<ol>${actions.map(({ title, text, effort }) => `<li><strong>${e(title)}</strong> <span class="soft small">(${e(EFFORT_WORDS[effort].toLowerCase())})</span><br>${e(text)}</li>`).join('')}</ol>`;

/** Every area with its score, what was measured and how many checks failed. */
export const areas = (assessment: Assessment): string =>
  `<ul class="areas">${CATEGORIES.map((category) => {
    const { score } = assessment.categories[category];
    const { title, about } = CATEGORY_WORDS[category];
    const note = noteOf(assessment, category);
    const metrics = shownMetrics(assessment, category);
    const found = findingsIn(assessment, category).length;
    return `<li class="card">${scoreRing(score, 72, title)}<div><h3>${e(title)}</h3><p class="soft small">${e(about)}</p><p class="small">${e(checksText(assessment, category))}</p>${note === null ? '' : `<p class="soft small">${e(note)}</p>`}${
      metrics.length === 0
        ? ''
        : `<p class="small">${metrics.map((one) => `${e(one.title)}: <strong>${e(one.text)}</strong>`).join('<br>')}</p>`
    }${found === 0 ? '' : `<p class="small">${counted(found, 'finding')}</p>`}</div></li>`;
  }).join('')}</ul>`;

const badge = ({ severity }: Finding): string =>
  `<span class="badge" style="background:${SEVERITY_COLOURS[severity]}">${SEVERITY_WORDS[severity].title}</span>`;

/** A finding whole: every piece of its evidence, what to do, what it costs, and the rule. */
export const findingCard = (finding: Finding, at: number): string => {
  const { id, category, effort, title, detail, fix, evidence, impact, source } = finding;
  return `<article class="card"><p class="small">${badge(finding)} ${e(CATEGORY_WORDS[category].title)} · ${e(EFFORT_WORDS[effort])} · Finding ${String(at + 1)}</p><h3>${e(title)}</h3>${detail === title ? '' : `<p>${e(detail)}</p>`}<div class="tint"><p class="small"><strong>What we saw</strong></p><ul class="small">${evidence
    .map(
      ({ what, where, quote }) =>
        `<li>${e(what)}${quote === undefined || what.includes(quote) ? '' : ` <code>${e(quote)}</code>`} <span class="soft">(${e(where)})</span></li>`,
    )
    .join(
      '',
    )}</ul></div><p><strong>What to do:</strong> ${e(fix)}</p><p class="small">${impact === null ? 'No amount' : `<strong>Estimated cost:</strong> ${e(impactText(impact))}`} · Rule ${linked(source, id)}</p></article>`;
};

/** Findings of one effort as a table. */
export const planTable = (caption: string, findings: readonly Finding[]): string =>
  findings.length === 0
    ? ''
    : `<div class="scroll" tabindex="0" role="region" aria-label="${e(caption)}"><table><caption>${e(caption)}</caption><thead><tr><th scope="col">Finding</th><th scope="col">Area</th><th scope="col">Severity</th><th scope="col" class="amount">A month</th></tr></thead><tbody>${findings
        .map(
          ({ title, category, severity, impact }) =>
            `<tr><td>${e(title)}</td><td>${e(CATEGORY_WORDS[category].title)}</td><td>${SEVERITY_WORDS[severity].title}</td><td class="amount">${impact === null ? '–' : usd(impact.estimateUsd)}</td></tr>`,
        )
        .join('')}</tbody></table></div>`;
