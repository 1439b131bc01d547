import { escapeHtml, scriptJson } from './markup.ts';
import { generalAddress, type Site } from './site.ts';
import { hero, homeBlocks, navigation, newsItems, openingHours, passages, quotation, reachUs } from './site-blocks.ts';
import type { LayoutName, PageKind } from './site-copy.ts';
import { styleOf } from './site-style.ts';
import { teamList } from './site-team.ts';

const paragraphs = (texts: readonly string[]): string => texts.map((text) => `<p>${escapeHtml(text)}</p>`).join('\n');

const imprint = ({ business, copy, team }: Site): string =>
  `<p>Angaben gemäß § 5 DDG</p><p>${escapeHtml(business.name)}<br>${escapeHtml(copy.contact.address ?? '')}</p>${team
    .slice(0, 1)
    .map(({ firstName, lastName }) => `<p>Vertreten durch: ${escapeHtml(`${firstName} ${lastName}`)}</p>`)
    .join('')}<p>Amtsgericht ${escapeHtml(business.city)}, HRB 00000</p>`;

const inner = (site: Site, kind: Exclude<PageKind, 'home'>): string => {
  switch (kind) {
    case 'about':
      return paragraphs(site.copy.about) + quotation(site);
    case 'services':
      return passages('services', site.copy.services);
    case 'team':
      return teamList(site);
    case 'news':
      return newsItems(site, site.copy.news.length);
    case 'careers':
      return passages('jobs', site.copy.jobs);
    case 'contact':
      return openingHours(site) + reachUs(site);
    case 'imprint':
      return imprint(site) + reachUs(site);
  }
};

/** What a page says between its navigation and its footer. */
export const mainOf = (site: Site, kind: PageKind): string =>
  kind === 'home'
    ? `${hero(site)}\n${homeBlocks(site)}`
    : `<div class="page"><h1>${escapeHtml(site.layout.labels[kind])}</h1>\n${inner(site, kind)}</div>`;

const organisation = (site: Site): string => {
  const { business, copy, host } = site;
  const email = copy.contact.style === 'mailto' ? generalAddress(site) : null;
  return `<script type="application/ld+json">${scriptJson({
    '@context': 'https://schema.org',
    '@type': copy.layout === 'market' ? 'LocalBusiness' : 'Organization',
    name: business.name,
    url: `http://${host}/`,
    description: business.oneLiner,
    address: { '@type': 'PostalAddress', addressLocality: business.city, addressCountry: business.country },
    ...(business.founded !== null && { foundingDate: String(business.founded) }),
    ...(business.headcount !== null && {
      numberOfEmployees: { '@type': 'QuantitativeValue', value: business.headcount },
    }),
    ...(email !== null && { email }),
    ...(copy.contact.phone !== null && { telephone: copy.contact.phone }),
  })}</script>`;
};

const CONSENT =
  '<div class="consent"><p>We value your privacy. This website and its 148 partners store cookies on your device to measure audiences and to personalise advertising. Please accept all cookies to continue to the website.</p><button type="button" onclick="this.parentElement.remove()">Accept all</button></div>';

const footer = (site: Site): string => {
  const { business, copy, layout } = site;
  const legal =
    copy.language === 'de' ? `<p><a href="${layout.paths.imprint}">${escapeHtml(layout.labels.imprint)}</a></p>` : '';
  return `<footer class="end"><p>© 2026 ${escapeHtml(business.name)}</p><p>${escapeHtml(copy.contact.address ?? business.city)}</p>${legal}</footer>`;
};

const title = ({ business, layout }: Site, kind: PageKind): string =>
  kind === 'home' ? `${business.name} | ${business.city}` : `${layout.labels[kind]} – ${business.name}`;

type StyledLayout = Exclude<LayoutName, 'attic'>;

/** A whole page of a site in one of the styled layouts. */
export const styledPage = (site: Site, layout: StyledLayout, kind: PageKind, main = mainOf(site, kind)): string => {
  const { business, copy } = site;
  return `<!doctype html>
<html lang="${copy.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title(site, kind))}</title>
${kind === 'home' && copy.language === 'en' ? `<meta name="description" content="${escapeHtml(business.oneLiner)}">` : ''}
${copy.jsonLd ? organisation(site) : ''}
<style>${styleOf(layout, copy.accent)}</style>
</head>
<body class="${layout}">
${copy.cookieWall ? CONSENT : ''}
<header class="top"><a class="brand" href="/">${escapeHtml(business.name)}</a><nav>${navigation(site)}</nav></header>
<main>
${main}
</main>
${footer(site)}
</body>
</html>
`;
};
