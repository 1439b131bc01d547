import { CATEGORIES, EFFORTS, type Screenshot } from '../../assessment/contract.ts';
import { escapeHtml as e } from '../../platform/escape-html.ts';
import { missingRows, technologyRows } from '../category-facts.ts';
import { type ReportContent, type ReportPictures, subjectOf } from '../content.ts';
import { assumptionRows, IMPACT_READING, noImpactText } from '../impact-facts.ts';
import { lineageOf } from '../lineage.ts';
import { GLOSSARY, LIMITS, methodParts } from '../method.ts';
import { PLAN_WORDS } from '../plan-words.ts';
import { peersSentence, summaryLead } from '../sentences.ts';
import { CATEGORY_WORDS, dateText, momentText, scoreText } from '../words.ts';
import { actionList, areas, findingCard, hero, insightCard, paragraphs, planTable, rows, section } from './blocks.ts';
import { dataAddress, pageFrame } from './frame.ts';

const DEVICES: Readonly<Record<Screenshot['device'], string>> = {
  desktop: 'The site on a desktop',
  mobile: 'The site on a phone',
};

const pictures = ({ screenshots }: ReportPictures): string =>
  screenshots.length === 0
    ? ''
    : section(
        'pictures',
        'What a visitor sees first',
        `<div class="pictures">${screenshots
          .toSorted((one) => (one.device === 'desktop' ? -1 : 1))
          .map(
            ({ device, contentType, bytes }) =>
              `<figure class="${device}"><img src="${dataAddress(contentType, bytes)}" alt="${DEVICES[device]}, first screen"><figcaption class="small soft">${DEVICES[device]}</figcaption></figure>`,
          )
          .join('')}</div>`,
      );

const technologies = ({ assessment }: ReportContent): string =>
  assessment.technologies.length === 0
    ? ''
    : section('technologies', 'What the site is made with', rows(technologyRows(assessment)));

const comparison = ({ peers, assessment }: ReportContent): string =>
  peers === null
    ? ''
    : section(
        'peers',
        `Compared with ${String(peers.count)} other sites of the industry`,
        `<p>${e(peersSentence(peers))}</p><div class="scroll" tabindex="0" role="region" aria-label="Scores by area, compared"><table><caption>Scores by area</caption><thead><tr><th scope="col">Area</th><th scope="col" class="amount">This site</th><th scope="col" class="amount">Median of the others</th><th scope="col" class="amount">Middle half</th></tr></thead><tbody>${peers.categories
          .map(
            ({ category, lower, median, upper }) =>
              `<tr><th scope="row">${e(CATEGORY_WORDS[category].title)}</th><td class="amount">${scoreText(assessment.categories[category].score)}</td><td class="amount">${String(median)}</td><td class="amount">${String(lower)} to ${String(upper)}</td></tr>`,
          )
          .join('')}</tbody></table></div>`,
      );

const limits = (content: ReportContent): string =>
  section(
    'limits',
    'What this report does not say',
    `<h3>Not measured, and why</h3>${
      content.assessment.notMeasured.length === 0
        ? '<p>Everything that the rules ask for could be measured.</p>'
        : rows(missingRows(content.assessment))
    }<h3>What no report of this kind can say</h3><ul>${LIMITS.map((limit) => `<li>${e(limit)}</li>`).join('')}</ul>`,
  );

const lineage = (content: ReportContent): string => {
  const [first] = lineageOf(content);
  return section(
    'lineage',
    'Where the numbers come from',
    `<p>Assessment ${e(content.assessment.id)} by rules of version ${e(content.assessment.rulesVersion)}, ended ${e(momentText(first?.measuredAt ?? content.assessment.startedAt))}. This is report ${e(content.reportId)}, version ${String(content.version)}.</p><details><summary>Every number of this report</summary><div class="scroll" tabindex="0" role="region" aria-label="Every number of this report"><table><thead><tr><th scope="col">Figure</th><th scope="col">Value</th><th scope="col">From</th></tr></thead><tbody>${lineageOf(
      content,
    )
      .map(
        ({ figure, value, id, from }) =>
          `<tr><td>${e(figure)}</td><td>${e(value)}</td><td>${e(id)}: ${e(from)}</td></tr>`,
      )
      .join('')}</tbody></table></div></details>`,
  );
};

/** The whole report as a page that works without scripts, for a screen reader as for print: every finding with all its evidence. */
export const reportPage = (content: ReportContent, files: ReportPictures): string => {
  const { assessment, insights, brand, remarks, preparedAt, version } = content;
  const subject = subjectOf(assessment);
  const missing = noImpactText(assessment);
  return pageFrame({
    title: `Website report: ${subject}`,
    brand,
    logo: files.logo === null || brand.logo === null ? null : dataAddress(brand.logo.contentType, files.logo),
    eyebrow: 'Website report',
    heading: subject,
    under: `${subject === assessment.domain ? '' : `${assessment.domain} · `}${dateText(preparedAt)}${version > 1 ? ` · Version ${String(version)}` : ''}`,
    main: [
      section(
        'summary',
        'In short',
        `${hero(assessment)}<p>${e(summaryLead(assessment))}</p>${remarks.map((remark) => `<p class="tint">${e(remark)}</p>`).join('')}${insights.insights.map(insightCard).join('')}${insights.actions.length === 0 ? '' : `<h3>What to do first</h3>${actionList(insights.actions)}`}`,
      ),
      section('areas', `${String(CATEGORIES.length)} areas`, areas(assessment)),
      comparison(content),
      pictures(files),
      technologies(content),
      section(
        'impact',
        'What it costs',
        `${missing === null ? '' : `<p>${e(missing)}</p>`}${rows(assumptionRows(assessment))}${paragraphs(assessment.impact?.notes ?? [], 'small soft')}${missing === null ? `<p class="tint">${e(IMPACT_READING)}</p>` : ''}`,
      ),
      assessment.findings.length === 0
        ? ''
        : section('findings', 'Findings, the most worthwhile first', assessment.findings.map(findingCard).join('')),
      assessment.findings.length === 0
        ? ''
        : section(
            'plan',
            'What to mend, and when',
            EFFORTS.map((effort) =>
              planTable(
                PLAN_WORDS[effort].title,
                assessment.findings.filter((finding) => finding.effort === effort),
              ),
            ).join(''),
          ),
      section(
        'method',
        'How this report was made',
        methodParts(content)
          .map(({ title, texts, rows: facts }) => `<h3>${e(title)}</h3>${paragraphs(texts)}${rows(facts)}`)
          .join(''),
      ),
      limits(content),
      lineage(content),
      section('glossary', 'Glossary', rows(GLOSSARY)),
    ].join('\n'),
    footer: `<p>Prepared by ${e(brand.senderName)}${brand.contact === null ? '' : ` · ${e(brand.contact)}`} · ${e(momentText(preparedAt))}</p>`,
  });
};
