const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Elements whose text is not shown. */
const UNSEEN = new Set(['style', 'script', 'head', 'title']);
/** Elements after which a new line begins. */
const LINE_ENDS = new Set(['br', '/p', '/div', '/tr', '/li', '/h1', '/h2', '/h3', '/h4', '/blockquote']);
/** Marks that mail programs leave on what they quote: from there on nothing is the writer's own. */
const QUOTE_MARK =
  /(?:class="[^"]{0,200}(?:gmail_quote|gmail_attr|yahoo_quoted|moz-cite-prefix|protonmail_quote|zmail_extra))|(?:id="?(?:divRplyFwdMsg|appendonsend|mail-editor-reference-message-container|reply-intro))/i;
const LONGEST_TAG = 1_000;

/**
 * A mail's markup as plain text, without what it quotes. For reading by rules only; it is not a rendering. One pass over the markup, so that no markup
 * takes longer than its length.
 */
export const textOfHtml = (html: string): string =>
  shownText(html)
    .replaceAll(/&(#x?[0-9a-f]{1,6}|[a-z]{2,8});/gi, (whole, name: string) => entity(name) ?? whole)
    .replaceAll(/[ \t\r\n\u00a0]+/g, ' ')
    .replaceAll(/ ?\u2028 ?/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();

/** The text between tags; a line's end is marked by U+2028, as line feeds in markup are spaces. */
const shownText = (html: string): string => {
  const lower = html.toLowerCase();
  const parts: string[] = [];
  let quoted = 0;
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (quoted === 0) parts.push(html.slice(at, open < 0 ? undefined : open));
    if (open < 0) break;
    const isComment = html.startsWith('<!--', open);
    const close = html.indexOf(isComment ? '-->' : '>', open);
    if (close < 0) break;
    at = close + (isComment ? 3 : 1);
    if (isComment) continue;
    const tag = html.slice(open + 1, Math.min(close, open + LONGEST_TAG));
    const name = /^\/?[a-z0-9]+/i.exec(tag)?.[0].toLowerCase() ?? '';
    if (QUOTE_MARK.test(tag)) break;
    if (name === 'blockquote') quoted += 1;
    if (name === '/blockquote') quoted = Math.max(0, quoted - 1);
    if (UNSEEN.has(name)) {
      const end = lower.indexOf(`</${name}`, at);
      if (end < 0) break;
      at = end;
    }
    parts.push(LINE_ENDS.has(name) ? '\u2028' : ' ');
  }
  return parts.join('');
};

const entity = (name: string): string | undefined => {
  if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()];
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10_ff_ff && !(code >= 0xd8_00 && code <= 0xdf_ff) ? String.fromCodePoint(code) : '';
};
