import type { SiteReading } from '../../contacts/contract.ts';

const SEPARATOR = /\s+[|·•–—:»-]\s+|\s*\|\s*/;
/** Parts of titles that name a page, a format or a welcome, not a company. */
const NOT_A_NAME =
  /^(?:home|start|welcome.*|index|about.*|contact.*|team|people|services?|products?|news|blog|careers?|jobs|untitled.*|page|homepage|startseite|accueil|coming soon.*|under construction.*|.*\btemplate\b.*)$/i;
const LONGEST = 60;
/** What only the name of a company ends with, or in Japanese begins with. */
const LEGAL_FORM =
  /[\s,](?:inc|llc|ltd|limited|plc|corp|corporation|gmbh|b\.?v|s\.?r\.?l|oy|aps)\.?$|^(?:株式会社|有限会社|合同会社)|(?:株式会社|有限会社|合同会社)$/iu;

const squeezed = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/**
 * The name that a website gives its company: the part of its titles that its domain is made of, that says its legal form, or that most of its titles share; the
 * domain itself where the titles give none.
 */
export const siteName = ({ domain, pages }: Pick<SiteReading, 'domain' | 'pages'>): string => {
  const [label = domain] = domain.replace(/^www\./, '').split('.');
  const parts = pages.map(({ title }) =>
    (title ?? '')
      .split(SEPARATOR)
      .map((part) => part.trim())
      .filter((part) => part.length >= 2 && part.length <= LONGEST && !NOT_A_NAME.test(part)),
  );
  const candidates = [...new Set(parts.flat())];
  const weight = (name: string): number => {
    const key = squeezed(name);
    const ofDomain = key !== '' && (squeezed(label).startsWith(key) || key.startsWith(squeezed(label)));
    return (ofDomain ? 100 : 0) + (LEGAL_FORM.test(name) ? 50 : 0) + parts.filter((one) => one.includes(name)).length;
  };
  const [best] = [...candidates].sort((a, b) => weight(b) - weight(a) || a.length - b.length);
  // A title that stands on one page of several may be that page's own.
  return best !== undefined && (weight(best) >= 50 || weight(best) > pages.length / 2) ? best : domain;
};
