import { escapeHtml } from '../platform/escape-html.ts';
import { gatewayPath } from '../platform/http/gateway-path.ts';
import type { Route } from '../platform/http/route.ts';

const STYLE = `
:root { color-scheme: light dark; --accent: #0b6b77; --line: #d5dcde; --soft: #f3f6f7; }
@media (prefers-color-scheme: dark) { :root { --accent: #6cc5d1; --line: #3a4447; --soft: #1d2426; } }
body { font: 16px/1.55 Inter, system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
h1, h2 { line-height: 1.2; } h2 { margin-top: 2.5rem; } a { color: var(--accent); }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
code { background: var(--soft); padding: .1rem .3rem; border-radius: .25rem; overflow-wrap: anywhere; } .method { font-weight: 600; white-space: nowrap; }
pre { background: var(--soft); padding: 1rem; overflow: auto; border-radius: .5rem; }
`;

const row = (route: Route): string =>
  `<tr><td class="method">${route.method}</td><td><code>${escapeHtml(gatewayPath(route))}</code></td><td>${escapeHtml(route.summary)}</td><td>${
    route.permission === 'public' ? 'public' : `<code>${route.permission}</code>`
  }</td></tr>`;

/** The API's reference as one plain page, readable without JavaScript. */
export const docsPage = (routes: readonly Route[], origin: string): string => {
  const tags = [...new Set(routes.map(({ tag }) => tag))];
  const section = (tag: string): string =>
    `<h2>${escapeHtml(tag)}</h2><table><thead><tr><th>Method</th><th>Path</th><th>What it does</th><th>Permission</th></tr></thead><tbody>${routes
      .filter((route) => route.tag === tag)
      .map(row)
      .join('')}</tbody></table>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Throughline API</title><style>${STYLE}</style></head><body>
<h1>Throughline API</h1>
<p>JSON over HTTPS. Send an API key with every request. Lists take <code>limit</code> and <code>cursor</code>; errors are problem details that name the field. Schemas of every body are in <a href="${escapeHtml(origin)}/api/v1/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
<pre>curl -H "Authorization: Bearer $THROUGHLINE_API_KEY" ${escapeHtml(origin)}/api/v1/campaigns</pre>
${tags.map(section).join('\n')}
</body></html>`;
};
