import { type SampleBusiness, siteHost } from './businesses.ts';
import type { SamplePerson } from './people.ts';
import type { PageKind, SiteCopy } from './site-copy.ts';
import { GERMAN, JAPANESE, LAYOUT, type Layout } from './site-layouts.ts';

/** All that is needed to draw one business's website. */
export type Site = Readonly<{
  business: SampleBusiness;
  host: string;
  copy: SiteCopy;
  team: readonly SamplePerson[];
  layout: Layout;
}>;

const layoutOf = ({ language, layout }: SiteCopy): Layout => {
  if (language === 'de') return GERMAN;
  return language === 'ja' ? JAPANESE : LAYOUT[layout];
};

/** @throws Error when the business has no website to draw. */
export const siteOf = (business: SampleBusiness, copy: SiteCopy, people: readonly SamplePerson[]): Site => {
  const host = siteHost(business);
  if (host === null) throw new Error(`${business.name} has no website`);
  const team = people.filter((person) => person.business === business.slug && person.onSite);
  return { business, host, copy, team, layout: layoutOf(copy) };
};

/** The pages a site links to, in the order of its navigation; those marked missing among them. */
export const linkedPages = ({ copy, team }: Site): readonly PageKind[] => {
  const present: Readonly<Record<PageKind, boolean>> = {
    home: true,
    services: copy.services.length > 0,
    about: true,
    team: team.length > 0 || copy.missing?.includes('team') === true,
    news: copy.news.length > 0,
    careers: copy.jobs.length > 0,
    contact: true,
    imprint: copy.language === 'de',
  };
  const order: readonly PageKind[] = ['home', 'services', 'about', 'team', 'news', 'careers', 'contact', 'imprint'];
  return order.filter((kind) => present[kind]);
};

/** Address for enquiries, in full; null where the site only has a form. */
export const generalAddress = ({ copy, host }: Site): string | null =>
  copy.contact.email === null ? null : `${copy.contact.email}@${host}`;
