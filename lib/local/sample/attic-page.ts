import { escapeHtml } from './markup.ts';
import { linkedPages, type Site } from './site.ts';
import { reachUs } from './site-blocks.ts';
import type { PageKind } from './site-copy.ts';
import { teamList } from './site-team.ts';

const link = (site: Site, kind: PageKind): string =>
  `<a href="${site.layout.paths[kind]}"><font color="yellow">${escapeHtml(site.layout.labels[kind]).toUpperCase()}</font></a>`;

const text = (site: Site, kind: PageKind): string => {
  const { copy } = site;
  if (kind === 'about') return copy.about.map(escapeHtml).join('<br><br>');
  if (kind === 'news')
    return copy.news.map((item) => `<b>${escapeHtml(item.title)}</b><br>${escapeHtml(item.text)}`).join('<hr>');
  if (kind === 'team') return teamList(site);
  if (kind === 'contact') return reachUs(site);
  return `<i>${escapeHtml(copy.lead)}</i><br><br>${copy.sections
    .map((item) => `<font color="red" size="4"><b>${escapeHtml(item.title)}</b></font><br>${escapeHtml(item.text)}`)
    .join('<br><br>')}<br><br><img src="counter.gif" width="88" height="31"> You are visitor 004127`;
};

/** A page as it was made in 1998: tables and fonts, no title, no description, no viewport, no language. */
export const atticPage = (site: Site, kind: PageKind): string =>
  `<html><body bgcolor="#ffffcc" text="#000000" link="#0000ff">
<center><table width="760" border="3" cellpadding="8" cellspacing="0" bgcolor="white">
<tr><td colspan="2" bgcolor="#000080" align="center"><font face="Comic Sans MS" size="6" color="white">${escapeHtml(site.copy.headline)}</font></td></tr>
<tr><td width="130" valign="top" bgcolor="#000080">${linkedPages(site)
    .map((page) => link(site, page))
    .join('<br><br>')}</td>
<td valign="top"><font face="Times New Roman" size="3">${text(site, kind)}</font></td></tr>
<tr><td colspan="2" align="center"><font size="1">Copyright Hobday 1999-2026. Made by our Darren in FrontPage</font></td></tr>
</table></center></body></html>
`;
