import { escapeHtml as e } from '../../platform/escape-html.ts';
import { type Brand, DEFAULT_BRAND } from '../brand.ts';
import { pageFrame } from './frame.ts';

export type Notice = Readonly<{
  heading: string;
  texts: readonly string[];
  link?: Readonly<{ href: string; said: string }>;
}>;

/** A page that says one thing: why there is no report behind a link, or that it is on its way. */
export const noticePage = ({ heading, texts, link }: Notice, brand: Brand | undefined): string =>
  pageFrame({
    title: heading,
    brand: brand ?? DEFAULT_BRAND,
    logo: null,
    eyebrow: 'Website report',
    heading,
    under: '',
    main: `<section aria-label="${e(heading)}">${texts.map((text) => `<p>${e(text)}</p>`).join('')}${link === undefined ? '' : `<p><a href="${e(link.href)}">${e(link.said)}</a></p>`}</section>`,
    footer:
      brand === undefined
        ? ''
        : `<p>${e(brand.senderName)}${brand.contact === null ? '' : ` · ${e(brand.contact)}`}</p>`,
  });
