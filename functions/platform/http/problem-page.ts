import { escapeHtml } from '../escape-html.ts';
import type { Problem } from './problem.ts';

/** What a page that says only what is wrong may load: its own style. */
export const PROBLEM_PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-robots-tag': 'noindex',
} as const;

const STYLE =
  ':root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;max-width:36rem;margin:0 auto;padding:3rem 1rem;overflow-wrap:anywhere}h1{font-size:1.5rem;line-height:1.25}small{opacity:.75}';

/** A problem as a page, readable without JavaScript. */
export const problemPage = ({ title, detail, traceId }: Problem): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(detail)}</p>${traceId === undefined ? '' : `<p><small>${escapeHtml(traceId)}</small></p>`}</main></body></html>`;
