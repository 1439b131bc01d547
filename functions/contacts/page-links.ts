import { anchorsOf, type Tree } from './page-text.ts';

/** Pages worth reading, in the order in which they are read when not all can be. */
export const PAGE_KINDS = ['team', 'contact', 'about', 'services', 'imprint', 'news', 'careers'] as const;
export type PageKind = (typeof PAGE_KINDS)[number];

/** Words of a link's path or label, by kind, in the languages most small-business sites are written in. */
const SIGNS: Readonly<Record<PageKind, RegExp>> = {
  team: /\b(?:teams?|people|staff|leadership|management|crew|founders|who we are|unser team|mitarbeiter|ansprechpartner|equipe|equipo|medarbejdere|ansatte|mensen|leaders|our experts|meet us|directors|vorstand|geschaeftsfuehrung|geschaftsfuhrung|wer wir sind|praxisteam|notre equipe|nuestro equipo|squadra|lo staff|il team|equipa|medewerkers|ons team|medarbetare|henkilosto|zespol|nas tym)\b/,
  contact:
    /\b(?:contact|contacts|contact us|kontakt|contacto|contatti|contato|kontakta oss|kontakt os|kontakt oss|yhteystiedot|kapcsolat|contactez nous|nous contacter|contactenos|contattaci|fale conosco|get in touch|reach us|find us|visit us|talk to us)\b/,
  about:
    /\b(?:about|about us|company|our story|story|ueber uns|uber uns|a propos|qui sommes nous|chi siamo|quienes somos|sobre nosotros|sobre|over ons|om os|om oss|tietoa meista|o nas|o firmie|wie zijn wij|wir ueber uns|wir uber uns|quem somos|sobre nos|l entreprise|la empresa|azienda|unternehmen|firma|mission|history)\b/,
  services:
    /\b(?:services?|products?|solutions?|platform|features?|what we do|pricing|prices|leistungen|produkte|angebot|prestations|servicios|servizi|menu|work|customers|case studies)\b/,
  imprint:
    /\b(?:imprint|impressum|legal notice|mentions legales|aviso legal|note legali|colofon|anbieterkennzeichnung|aviso de privacidad|informacion legal|site notice|disclaimer|tietosuoja)\b/,
  news: /\b(?:news|blog|press|aktuelles|actualites|noticias|nieuws|journal|updates)\b/,
  careers: /\b(?:careers?|jobs?|join us|hiring|vacancies|karriere|stellen|recrutement|empleo|vacatures|work with us)\b/,
};
const NOT_A_PAGE = /\.(?:pdf|jpe?g|png|gif|svg|webp|zip|docx?|xlsx?|pptx?|mp[34]|ics|xml|json)$/i;
/** Where such pages usually are when nothing links to them. */
const USUAL_PATHS: readonly (readonly [PageKind, string])[] = [
  ['contact', '/contact'],
  ['about', '/about'],
  ['team', '/team'],
];

/** Where every company must publish an imprint with the names of those who represent it (§ 5 DDG, § 5 ECG). */
const GERMAN = /\.(?:de|at)$/;

/** The kind of which a second and third page still say something new: several products, a page of prices. */
const WORTH_MORE: PageKind = 'services';
const MOST_MORE = 3;

export type Link = Readonly<{ kind: PageKind; url: string }>;

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ü/g, 'ue')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

const host = (url: URL): string => url.hostname.replace(/^www\./, '');

/**
 * The informative pages a home page links to on its own host: one a kind, most telling first; then more about what it offers; then usual addresses of kinds it
 * does not link to.
 */
export const chooseLinks = (tree: Tree, home: string): readonly Link[] => {
  const base = new URL(home);
  const found = new Map<PageKind, string>();
  const more = new Map<string, PageKind>();
  for (const { href, text } of anchorsOf(tree)) {
    if (!URL.canParse(href, base.href)) continue;
    const url = new URL(href, base.href);
    url.hash = '';
    if (!/^https?:$/.test(url.protocol) || host(url) !== host(base) || NOT_A_PAGE.test(url.pathname)) continue;
    if (url.pathname === base.pathname && url.search === base.search) continue;
    const path = plain(url.pathname.replace(/\.\w{2,5}$/, ''));
    const label = plain(text).slice(0, 60);
    const kind = PAGE_KINDS.find((one) => SIGNS[one].test(path)) ?? PAGE_KINDS.find((one) => SIGNS[one].test(label));
    if (kind === undefined) continue;
    if (!found.has(kind)) found.set(kind, url.href);
    else if (kind === WORTH_MORE && found.get(kind) !== url.href) more.set(url.href, kind);
  }
  const linked = PAGE_KINDS.flatMap((kind) => {
    const url = found.get(kind);
    return url === undefined ? [] : [{ kind, url }];
  });
  const usual = GERMAN.test(base.hostname) ? [...USUAL_PATHS, ['imprint', '/impressum'] as const] : USUAL_PATHS;
  const guessed = usual
    .filter(([kind]) => !found.has(kind))
    .map(([kind, path]) => ({
      kind,
      url: new URL(path, base.origin).href,
    }));
  const besides = [...more].slice(0, MOST_MORE).map(([url, kind]) => ({ kind, url }));
  return [...linked, ...besides, ...guessed];
};
