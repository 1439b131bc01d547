import { atticPage } from './attic-page.ts';
import { sampleBusinesses } from './businesses.ts';
import { samplePeople } from './people.ts';
import { sampleSender } from './sender.ts';
import { linkedPages, type Site, siteOf } from './site.ts';
import { sampleSiteCopy } from './site-copy.ts';
import { styledPage } from './site-pages.ts';

/** One answer of a site, ready to be sent. */
export type SitePage = Readonly<{ status: 200 | 404; contentType: string; body: Buffer }>;

export type RenderedSite = Readonly<{
  site: Site;
  /** By path, `/robots.txt` among them. */
  pages: ReadonlyMap<string, SitePage>;
  notFound: SitePage;
}>;

const robots = ({ copy, layout }: Site): string =>
  ['User-agent: *', ...(copy.disallow ?? []).map((kind) => `Disallow: ${layout.paths[kind]}`), 'Allow: /', ''].join(
    '\n',
  );

const NOT_FOUND = '<div class="page"><h1>404</h1><p>There is nothing at this address.</p></div>';

/** Every page of a site. The old-fashioned one is served in ISO 8859-1, as such sites are. */
export const renderSite = (site: Site): RenderedSite => {
  const { copy, layout } = site;
  const old = copy.layout === 'attic';
  const answer = (status: 200 | 404, html: string): SitePage => ({
    status,
    contentType: `text/html; charset=${old ? 'iso-8859-1' : 'utf-8'}`,
    body: Buffer.from(html, old ? 'latin1' : 'utf8'),
  });
  const pages = new Map<string, SitePage>([
    ['/robots.txt', { status: 200, contentType: 'text/plain; charset=utf-8', body: Buffer.from(robots(site)) }],
  ]);
  for (const kind of linkedPages(site)) {
    if (copy.missing?.includes(kind) === true) continue;
    const page = answer(200, copy.layout === 'attic' ? atticPage(site, kind) : styledPage(site, copy.layout, kind));
    pages.set(layout.paths[kind], page);
    if (kind === 'home') pages.set('/', page);
  }
  const notFound = copy.layout === 'attic' ? '<h1>Not Found</h1>' : styledPage(site, copy.layout, 'about', NOT_FOUND);
  return { site, pages, notFound: answer(404, notFound) };
};

/** All sites of the sample world by host (without `www.`), the sender's own included. */
export const sampleSites = (): ReadonlyMap<string, RenderedSite> => {
  const copies = sampleSiteCopy();
  const people = samplePeople();
  const sender = sampleSender();
  const sites = sampleBusinesses().flatMap((business) => {
    const copy = copies[business.slug];
    return copy === undefined || business.website === null ? [] : [siteOf(business, copy, people)];
  });
  return new Map(
    [...sites, siteOf(sender.business, sender.copy, sender.people)].map((site) => [site.host, renderSite(site)]),
  );
};
