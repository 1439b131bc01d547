import type { Brief } from './brief.ts';
import { spokenName } from './prose.ts';

const URL_IN_TEXT = /\b(?:https?:\/\/|www\.)[^\s<>"]*[^\s<>".,;:!?)]/gi;
const EMAIL_IN_TEXT = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
/** A domain without a scheme; mail programs make links of these too. */
const DOMAIN_IN_TEXT =
  /\b(?:[a-z0-9-]+\.)+(?:com|net|org|io|co|ai|app|dev|example|info|biz|xyz|shop|site|online|click|link|top|eu|us|uk|de|fr|nl|be|es|it|se|no|dk|ch|at|ie|ca|au|nz|ru|cn|in|me|ly|gg|to|cc|tk)\b(?!\.?\w)/gi;

export const linksOf = (text: string): readonly string[] => text.match(URL_IN_TEXT) ?? [];

/** A link, domain or address in a mail that is neither the offer's nor the recipient's: the way by which a planted instruction would lead readers elsewhere. */
export const strangeLink = (text: string, { offer, company, sender, prospect, report }: Brief): string | undefined => {
  const names = [company.name, spokenName(company.name), offer.product, sender.name, prospect.title ?? ''];
  const own = names.reduce((rest, name) => (name === '' ? rest : rest.replaceAll(name, ' ')), text);
  const links = [offer.link, report?.link].flatMap((link) => link ?? []);
  const allowed = links.flatMap((link) => [link, `${link}/`]);
  const strangeUrl = linksOf(own).find((url) => !allowed.includes(url));
  if (strangeUrl !== undefined) return strangeUrl;
  const bare = own.replace(URL_IN_TEXT, ' ');
  const address = EMAIL_IN_TEXT.exec(bare)?.[0];
  EMAIL_IN_TEXT.lastIndex = 0;
  if (address !== undefined) return address;
  const known = [company.domain, ...links.map((link) => new URL(link).hostname)].map(plainHost);
  return (bare.match(DOMAIN_IN_TEXT) ?? []).find((host) => !known.includes(plainHost(host)));
};

const plainHost = (host: string): string => host.toLowerCase().replace(/^www\./, '');
