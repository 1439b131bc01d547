import type { CapturedPage, SiteCapture } from '../../../functions/assessment/site-capture.ts';

/** A page as the fetch branch reads it. */
export const aPage = (html: string, given: Partial<CapturedPage> = {}): CapturedPage => ({
  url: 'https://site.example/',
  finalUrl: 'https://site.example/',
  status: 200,
  headers: [
    ['content-type', 'text/html; charset=utf-8'],
    ['content-encoding', 'br'],
  ],
  redirects: [],
  contentType: 'text/html; charset=utf-8',
  html,
  cut: false,
  bytes: Math.ceil(html.length / 4),
  decodedBytes: html.length,
  milliseconds: 200,
  ...given,
});

export const aCapture = (
  html: string,
  page: Partial<CapturedPage> = {},
  given: Partial<SiteCapture> = {},
): SiteCapture => ({
  requestedUrl: 'https://site.example/',
  finalUrl: 'https://site.example/',
  fetchedAt: '2026-11-21T09:00:00.000Z',
  pages: [aPage(html, page)],
  robotsTxt: null,
  sitemap: null,
  links: [],
  http: null,
  tls: null,
  ...given,
});
