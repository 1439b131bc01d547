import { escapeHtml } from '../platform/escape-html.ts';
import { type TrackedLinks, URL_IN_TEXT } from './tracked-links.ts';

/** A line of a mail: plain, or with a link behind its words. */
type Line = Readonly<{ text: string; link?: string }>;

/** Who wrote, where they sit, why the reader got this, and how to stop it. */
export const footerLines = ({
  sender,
  domain,
  link,
}: Readonly<{
  sender: Readonly<{ legalName: string; postalAddress: string }>;
  domain: string;
  link: string;
}>): readonly Line[] => [
  { text: `${sender.legalName}, ${sender.postalAddress}` },
  { text: `You get this mail because we believe it concerns your work at ${domain}.` },
  { text: 'Unsubscribe', link },
];

/** The text part. */
export const textOf = (body: string, footer: readonly Line[]): string =>
  `${body}\n\n--\n${footer.map(({ text, link }) => (link === undefined ? text : `${text}: ${link}`)).join('\n')}\n`;

/**
 * The HTML part: the same words, paragraphs and links, whose targets tell who clicked; at its end a link that no person sees and the pixel that
 * tells of an opening.
 */
export const htmlOf = (body: string, footer: readonly Line[], links: TrackedLinks): string => {
  const paragraphs = body.split(/\n{2,}/).map(
    (paragraph) =>
      `<p>${paragraph
        .split('\n')
        .map((line) => linked(line, links))
        .join('<br>\n')}</p>`,
  );
  const foot = footer.map(({ text, link }) =>
    link === undefined ? escapeHtml(text) : `<a href="${escapeHtml(link)}">${escapeHtml(text)}</a>`,
  );
  return [
    '<!doctype html>',
    '<html><head><meta charset="utf-8"></head><body style="font-family:sans-serif;font-size:15px;line-height:1.5">',
    ...paragraphs,
    `<p style="font-size:12px;color:#595959">--<br>\n${foot.join('<br>\n')}</p>`,
    `<a href="${escapeHtml(links.honeypot)}" style="display:none" aria-hidden="true" tabindex="-1"></a>`,
    `<img src="${escapeHtml(links.pixel)}" width="1" height="1" alt="">`,
    '</body></html>',
    '',
  ].join('\n');
};

const linked = (line: string, links: TrackedLinks): string => {
  let at = 0;
  let html = '';
  for (const match of line.matchAll(URL_IN_TEXT)) {
    html += `${escapeHtml(line.slice(at, match.index))}<a href="${escapeHtml(links.href(match[0]))}">${escapeHtml(match[0])}</a>`;
    at = match.index + match[0].length;
  }
  return html + escapeHtml(line.slice(at));
};
