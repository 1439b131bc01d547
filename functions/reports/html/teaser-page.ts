import type { Assessment } from '../../assessment/contract.ts';
import { escapeHtml as e } from '../../platform/escape-html.ts';
import type { Money } from '../../platform/money.ts';
import type { Brand } from '../brand.ts';
import { subjectOf } from '../content.ts';
import { SEVERITY_COLOURS } from '../palette.ts';
import { priceText } from '../report-price.ts';
import { summaryLead } from '../sentences.ts';
import { CATEGORY_WORDS, dateText, SEVERITY_WORDS } from '../words.ts';
import { hero, section } from './blocks.ts';
import { pageFrame } from './frame.ts';

const TOP = 3;
const TAGS = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'] as const;

/** What the report has that the teaser has not. */
const OFFER: readonly string[] = [
  'Every finding with what was seen and where, what to do about it, and what it is estimated to cost',
  'A plan by effort: what to mend this week, this month, this quarter',
  'Eight areas with their scores and measurements, and how the amounts were made',
  'As a PDF of 8 to 12 pages and as a page on the web, made from a fresh look at the site',
];

export type TeaserFacts = Readonly<{
  assessment: Assessment;
  brand: Brand;
  logo: string | null;
  price: Money;
  /** Where the form goes. */
  checkout: string;
  /** The page's own address, with its query: what payments keep as the landing page. */
  landingPage: string;
  referrer: string | null;
  expiresAt: string;
  /** Something that the visitor should know first, e.g. that a purchase was refunded. */
  notice?: string | undefined;
}>;

const hidden = (name: string, value: string): string => `<input type="hidden" name="${name}" value="${e(value)}">`;

/** The form that leads to the payment page: no script, and where the buyer came from in hidden fields. */
const buyForm = ({ checkout, landingPage, referrer, price }: TeaserFacts): string => {
  const tags = new URL(landingPage).searchParams;
  const fields = [
    hidden('landing_page', landingPage),
    ...(referrer === null ? [] : [hidden('referrer', referrer)]),
    ...TAGS.flatMap((tag) => {
      const value = tags.get(tag);
      return value === null ? [] : [hidden(tag, value)];
    }),
  ];
  return `<form method="post" action="${e(checkout)}" class="noprint">${fields.join('')}<p><button type="submit">Buy the full report for ${e(priceText(price))}</button></p></form><p class="small soft">You pay on Stripe’s page and get the report by mail, usually within minutes. One payment, no subscription.</p>`;
};

/** What anybody with the link may see: the scores, the three findings that weigh most by name, and how to get the rest. */
export const teaserPage = (facts: TeaserFacts): string => {
  const { assessment, brand, logo, expiresAt, notice } = facts;
  const subject = subjectOf(assessment);
  const top = assessment.findings.slice(0, TOP);
  const more = assessment.findings.length - top.length;
  return pageFrame({
    title: `How ${subject} does on the web`,
    brand,
    logo,
    eyebrow: 'Website check',
    heading: subject,
    under: `${subject === assessment.domain ? '' : `${assessment.domain} · `}${dateText(assessment.startedAt)}`,
    main: [
      notice === undefined ? '' : `<section><p class="tint" role="status">${e(notice)}</p></section>`,
      section('score', 'How the site does', `${hero(assessment)}<p>${e(summaryLead(assessment))}</p>`),
      top.length === 0
        ? ''
        : section(
            'top',
            top.length === 1 ? 'What weighs most' : `The ${String(top.length)} findings most worth mending`,
            `<ol>${top
              .map(
                ({ title, category, severity }) =>
                  `<li><p><strong>${e(title)}</strong><br><span class="badge" style="background:${SEVERITY_COLOURS[severity]}">${SEVERITY_WORDS[severity].title}</span> <span class="small soft">${e(CATEGORY_WORDS[category].title)}</span></p></li>`,
              )
              .join('')}</ol>${more > 0 ? `<p>${String(more)} more stand in the full report.</p>` : ''}`,
          ),
      section(
        'offer',
        'The full report',
        `<ul>${OFFER.map((line) => `<li>${e(line)}</li>`).join('')}</ul>${buyForm(facts)}`,
      ),
    ].join('\n'),
    footer: `<p>From ${e(brand.senderName)}${brand.contact === null ? '' : ` · ${e(brand.contact)}`} · This page works until ${e(dateText(expiresAt))}.</p>`,
  });
};
