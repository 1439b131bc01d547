import { checkStaticAccessibility } from '../../functions/assessment/accessibility/check-static-accessibility.ts';
import { checkContent } from '../../functions/assessment/content/check-content.ts';
import { performanceByHtml } from '../../functions/assessment/performance/measure-performance.ts';
import { checkSecurity } from '../../functions/assessment/security/check-security.ts';
import { checkSeo } from '../../functions/assessment/seo/check-seo.ts';
import type { SiteCapture } from '../../functions/assessment/site-capture.ts';
import { detectTechnologies } from '../../functions/assessment/tech/detect-technologies.ts';

const PAGES = 8;
const SECTIONS = 120;
const ROUNDS = 8;

/** A page as a builder of small sites makes it: 86 KB, 1,700 elements, a menu, sections with pictures and text, a form, styles and scripts. */
const pageHtml = (at: number): string => {
  const section = (number: number): string =>
    `<section class="block block-${number}"><div class="container"><div class="row"><h2>Table number ${number} of oak</h2><div class="card"><img class="lazy" src="/img/${number}.webp" alt="Table ${number}" width="600" height="400">
<p>We built this table for a family in Leeds, from a tree that stood ${number} years in their garden. It seats twelve, and took us ${number % 9} weeks.</p><ul><li><a href="/tables/${number}">Table ${number}</a></li><li>Oak, oiled</li><li>£ ${number}00</li></ul>
<button class="btn" type="button" data-id="${number}">Order now</button></div></div></div></section>`;
  return `<!doctype html><html lang="en"><head><title>Tables made to measure, page ${at}</title><meta name="description" content="We build tables from English oak, made to measure in our workshop in Leeds (page ${at}).">
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/wp-content/themes/oak/style.css"><script src="https://www.googletagmanager.com/gtm.js?id=GTM-ABC123"></script>
<script type="application/ld+json">{"@type":"FurnitureStore","name":"Oak","telephone":"+441134960000","address":{"streetAddress":"1 Mill Lane"}}</script><style>${'.a{color:red}'.repeat(500)}</style></head>
<body><header><nav><ul>${Array.from({ length: 30 }, (_, link) => `<li><a href="/page-${link}">Page ${link}</a></li>`).join('')}</ul></nav></header><main><h1>Tables made to measure</h1>${Array.from({ length: SECTIONS }, (_, number) => section(number)).join('\n')}
<form action="/ask"><label for="mail">Mail</label><input id="mail" type="email"><textarea aria-label="Message"></textarea><button>Send</button></form></main><footer><p>© 2026 Oak, 1 Mill Lane, Leeds</p></footer><script>${'var a=1;'.repeat(2_000)}</script></body></html>`;
};

const captureOf = (): SiteCapture => ({
  ...{
    requestedUrl: 'https://site.example/',
    finalUrl: 'https://site.example/',
    fetchedAt: '2026-11-21T00:00:00.000Z',
  },
  pages: Array.from({ length: PAGES }, (_, at) => {
    const html = pageHtml(at);
    const url = at === 0 ? 'https://site.example/' : `https://site.example/page-${at}`;
    return {
      ...{ url, finalUrl: url, status: 200, headers: [], redirects: [], contentType: 'text/html', html, cut: false },
      ...{ bytes: html.length, decodedBytes: html.length, milliseconds: 100 },
    };
  }),
  ...{
    robotsTxt: { status: 200, text: 'User-agent: *\nDisallow: /cart' },
    sitemap: null,
    links: [],
    http: null,
    tls: null,
  },
});

export type AssessmentChecks = Readonly<{ cpuMsPerPage: number; cpuMsPerFirstPage: number }>;

/** CPU milliseconds a page of all checks on HTML (SEO, accessibility, content, security, performance, technologies) over sites of eight pages: the first site of a process, and the median of eight. */
export const costOfAssessmentChecks = (): AssessmentChecks => {
  const costs = Array.from({ length: ROUNDS }, () => {
    const capture = captureOf();
    const before = process.cpuUsage();
    checkSeo(capture);
    checkStaticAccessibility(capture);
    checkContent(capture, { now: Date.parse('2026-11-21') });
    checkSecurity(capture);
    performanceByHtml(capture, []);
    detectTechnologies(capture);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000 / PAGES;
  });
  return {
    cpuMsPerPage: costs.toSorted((a, b) => a - b)[ROUNDS / 2] ?? 0,
    cpuMsPerFirstPage: costs[0] ?? 0,
  };
};
