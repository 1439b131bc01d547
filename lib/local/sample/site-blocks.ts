import { escapeHtml } from './markup.ts';
import { generalAddress, linkedPages, type Site } from './site.ts';
import { shownAddress } from './site-addresses.ts';
import { artworkFor } from './site-artwork.ts';
import type { Block } from './site-layouts.ts';

const passage = ({ title, text }: Readonly<{ title: string; text: string }>): string =>
  `<article><h3>${escapeHtml(title)}</h3><p>${escapeHtml(text)}</p></article>`;

export const passages = (name: string, list: Parameters<typeof passage>[0][]): string =>
  list.length === 0 ? '' : `<section class="${name}">${list.map(passage).join('\n')}</section>`;

export const statistics = ({ copy }: Site): string =>
  copy.stats.length === 0
    ? ''
    : `<section class="stats">${copy.stats
        .map(({ value, label }) => `<p><strong>${escapeHtml(value)}</strong> <span>${escapeHtml(label)}</span></p>`)
        .join('\n')}</section>`;

export const quotation = ({ copy }: Site): string =>
  copy.quote === null
    ? ''
    : `<figure class="quote"><blockquote>${escapeHtml(copy.quote.text)}</blockquote><figcaption>${escapeHtml(copy.quote.by)}</figcaption></figure>`;

const shownDate = (date: string, language: string): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(date),
  );

export const newsItems = ({ copy }: Site, limit: number): string =>
  copy.news.length === 0
    ? ''
    : `<section class="news">${copy.news
        .slice(0, limit)
        .map(
          ({ date, title, text }) =>
            `<article><time datetime="${date}">${shownDate(date, copy.language)}</time><h3>${escapeHtml(title)}</h3><p>${escapeHtml(text)}</p></article>`,
        )
        .join('\n')}</section>`;

export const openingHours = ({ copy }: Site): string =>
  copy.contact.hours === null
    ? ''
    : `<section class="hours"><ul>${copy.contact.hours
        .split(' · ')
        .map((line) => `<li>${escapeHtml(line)}</li>`)
        .join('')}</ul></section>`;

const BLOCKS: Readonly<Record<Block, (site: Site) => string>> = {
  stats: statistics,
  sections: ({ copy }) => passages('sections', copy.sections),
  services: ({ copy }) => passages('services', copy.services),
  quote: quotation,
  news: (site) => newsItems(site, 1),
  hours: openingHours,
};

/** The blocks of a home page below its hero, in the order of the layout. */
export const homeBlocks = (site: Site): string =>
  site.layout.order
    .map((block) => BLOCKS[block](site))
    .filter((html) => html !== '')
    .join('\n');

/** Opening of the home page; the split layout carries its figures here. */
export const hero = (site: Site): string => {
  const { copy, layout, business } = site;
  const aside = copy.layout === 'split' ? statistics(site) : '';
  return `<section class="hero"><div class="hero-text"><h1>${escapeHtml(copy.headline)}</h1><p class="lead">${escapeHtml(copy.lead)}</p><p><a class="button" href="${layout.paths.contact}">${escapeHtml(layout.action)}</a></p></div><div class="hero-side">${aside || artworkFor(copy.layout, business.slug)}</div></section>`;
};

/** How to reach the business: address, telephone, hours and e-mail in the site's own style, or a form. */
export const reachUs = (site: Site): string => {
  const { contact } = site.copy;
  const address = generalAddress(site);
  const lines = [
    contact.address === null ? '' : `<p class="place">${escapeHtml(contact.address)}</p>`,
    contact.phone === null ? '' : `<p class="phone">${escapeHtml(contact.phone)}</p>`,
    address === null ? '' : `<p class="mail">${shownAddress(address, contact.style)}</p>`,
    contact.style === 'none'
      ? '<form><label>Your name <input name="name"></label><label>Message <textarea name="message" rows="4"></textarea></label><button type="button">Send</button></form>'
      : '',
  ];
  return `<section class="reach">${lines.join('')}</section>`;
};

export const navigation = (site: Site): string =>
  linkedPages(site)
    .filter((kind) => kind !== 'imprint')
    .map((kind) => `<a href="${site.layout.paths[kind]}">${escapeHtml(site.layout.labels[kind])}</a>`)
    .join('\n');
