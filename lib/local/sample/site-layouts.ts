import type { LayoutName, PageKind } from './site-copy.ts';

export type TeamMarkup = 'cards' | 'list' | 'table' | 'terms';
export type Block = 'stats' | 'sections' | 'services' | 'quote' | 'news' | 'hours';

/** What sets one family of sites apart: addresses of pages, their names, order of the home page, markup of the team. */
export type Layout = Readonly<{
  paths: Readonly<Record<PageKind, string>>;
  labels: Readonly<Record<PageKind, string>>;
  action: string;
  order: readonly Block[];
  team: TeamMarkup;
}>;

const english = {
  home: 'Home',
  services: 'Services',
  about: 'About',
  team: 'Team',
  news: 'News',
  careers: 'Careers',
  contact: 'Contact',
  imprint: 'Legal notice',
};
const plain = {
  home: '/',
  services: '/services',
  about: '/about',
  team: '/team',
  news: '/news',
  careers: '/careers',
  contact: '/contact',
  imprint: '/imprint',
};

export const LAYOUT: Readonly<Record<LayoutName, Layout>> = {
  banner: {
    paths: plain,
    labels: english,
    action: 'Talk to us',
    order: ['stats', 'sections', 'services', 'quote', 'news'],
    team: 'cards',
  },
  split: {
    paths: { ...plain, about: '/company', careers: '/jobs' },
    labels: { ...english, about: 'Company', careers: 'Jobs' },
    action: 'Get in touch',
    order: ['sections', 'services', 'quote', 'news'],
    team: 'list',
  },
  journal: {
    paths: { ...plain, about: '/about-us', team: '/people', contact: '/contact-us', services: '/what-we-do' },
    labels: { ...english, about: 'About us', team: 'People', contact: 'Contact us', services: 'What we do' },
    action: 'Write to us',
    order: ['sections', 'stats', 'quote', 'services', 'news'],
    team: 'terms',
  },
  cards: {
    paths: { ...plain, about: '/about.html', team: '/team.html', contact: '/contact.html', news: '/blog.html' },
    labels: { ...english, news: 'Blog' },
    action: 'Say hello',
    order: ['stats', 'sections', 'services', 'quote', 'news'],
    team: 'cards',
  },
  night: {
    paths: { ...plain, team: '/about/team', news: '/blog', services: '/product' },
    labels: { ...english, news: 'Blog', services: 'Product' },
    action: 'Book a call',
    order: ['stats', 'services', 'sections', 'quote', 'news'],
    team: 'table',
  },
  market: {
    paths: {
      ...plain,
      about: '/our-story',
      team: '/our-team',
      contact: '/visit-us',
      services: '/treatments-and-prices',
    },
    labels: {
      ...english,
      about: 'Our story',
      team: 'Our team',
      contact: 'Visit us',
      services: 'Treatments and prices',
    },
    action: 'Find us',
    order: ['hours', 'sections', 'services', 'quote', 'news'],
    team: 'list',
  },
  attic: {
    paths: { ...plain, home: '/index.htm', about: '/about.htm', contact: '/contact.htm', news: '/news.htm' },
    labels: english,
    action: 'E-mail us',
    order: ['sections', 'news'],
    team: 'table',
  },
};

/** The German site has German pages, and the imprint that § 5 DDG asks for. */
export const GERMAN: Layout = {
  ...LAYOUT.split,
  paths: {
    ...plain,
    services: '/leistungen',
    about: '/ueber-uns',
    news: '/aktuelles',
    careers: '/karriere',
    contact: '/kontakt',
    imprint: '/impressum',
  },
  labels: {
    home: 'Start',
    services: 'Leistungen',
    about: 'Über uns',
    team: 'Team',
    news: 'Aktuelles',
    careers: 'Karriere',
    contact: 'Kontakt',
    imprint: 'Impressum',
  },
  action: 'Sprechen Sie mit uns',
};

/** The Japanese site keeps English addresses under Japanese names. */
export const JAPANESE: Layout = {
  ...LAYOUT.cards,
  labels: {
    home: 'ホーム',
    services: 'サービス',
    about: '会社概要',
    team: '役員紹介',
    news: 'お知らせ',
    careers: '採用情報',
    contact: 'お問い合わせ',
    imprint: '会社概要',
  },
  action: 'お問い合わせ',
};
