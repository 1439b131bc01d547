import { type Html, html, trusted } from './markup.ts';

/** Pages of the local cloud look like the product (teal on white), follow the system's light or dark, and work at phone width. */
const STYLE = `
:root{color-scheme:light dark;--ink:#16262a;--soft:#526469;--paper:#fff;--panel:#f4f8f8;--line:#d5e0e1;--teal:#0b6b77;--on-teal:#fff;--bad:#a3261b;--good:#17663a}
@media (prefers-color-scheme:dark){:root{--ink:#e6eef0;--soft:#9fb2b6;--paper:#10191b;--panel:#18262a;--line:#2b3d41;--teal:#5cc3d0;--on-teal:#06262b;--bad:#ff9a8d;--good:#7fd6a2}}
*{box-sizing:border-box}
body{margin:0;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
a{color:var(--teal)}
header.top{border-bottom:1px solid var(--line)}
header.top>div,main{max-width:64rem;margin:0 auto;padding:.75rem 1rem}
header.top>div{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;align-items:center}
header.top strong{color:var(--teal);font-size:1.1rem}
header.top a{text-decoration:none;padding:.35rem 0}
header.top a[aria-current]{font-weight:600;text-decoration:underline;text-underline-offset:.35em}
h1{font-size:1.6rem;line-height:1.25;margin:1.25rem 0 .5rem;overflow-wrap:anywhere}
h2{font-size:1.15rem;margin:1.75rem 0 .5rem}
p.lead{color:var(--soft);margin:.25rem 0 1rem;max-width:44rem}
ul.cards{list-style:none;padding:0;display:grid;gap:.75rem;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr))}
ul.cards>li,.panel{border:1px solid var(--line);border-radius:.6rem;background:var(--panel);padding:.9rem 1rem}
ul.rows{list-style:none;padding:0;margin:0;border:1px solid var(--line);border-radius:.6rem;overflow:hidden}
ul.rows>li+li{border-top:1px solid var(--line)}
ul.rows>li>a{display:block;padding:.7rem 1rem;text-decoration:none;color:inherit}
ul.rows>li>a:hover,ul.rows>li>a:focus-visible{background:var(--panel)}
.rows b{overflow-wrap:anywhere}
.split{display:flex;flex-wrap:wrap;gap:.1rem 1rem;justify-content:space-between}
.soft{color:var(--soft);font-size:.9rem}
.tag{display:inline-block;border:1px solid var(--line);border-radius:1rem;padding:0 .6rem;font-size:.85rem;background:var(--paper)}
.tag.good{color:var(--good);border-color:currentColor}.tag.bad{color:var(--bad);border-color:currentColor}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line);vertical-align:top}
td.number,th.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:.5rem 0}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--panel);border:1px solid var(--line);border-radius:.6rem;padding:.9rem 1rem;margin:.5rem 0;font-size:.9rem}
iframe{width:100%;min-height:22rem;border:1px solid var(--line);border-radius:.6rem;background:#fff}
form.row{display:inline-flex;max-width:100%;gap:.5rem;flex-wrap:wrap;margin:.25rem .5rem .25rem 0}
button,.button{max-width:100%;overflow-wrap:anywhere;font:inherit;padding:.5rem .9rem;min-height:2.75rem;border-radius:.5rem;border:1px solid var(--teal);background:var(--teal);color:var(--on-teal);cursor:pointer;text-decoration:none;display:inline-block}
button.quiet{background:transparent;color:var(--teal)}
button.bad{background:transparent;color:var(--bad);border-color:var(--bad)}
button:focus-visible,a:focus-visible,input:focus-visible,textarea:focus-visible,summary:focus-visible{outline:3px solid var(--teal);outline-offset:2px}
input,textarea{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--soft);border-radius:.5rem;padding:.5rem .7rem;width:100%;min-height:2.75rem}
label{display:block;margin:.5rem 0 .2rem}
.note{border-left:4px solid var(--teal);padding:.5rem .9rem;background:var(--panel);margin:1rem 0}
`;

const LINKS = [
  ['/local', 'Overview'],
  ['/local/inbox', 'Inbox'],
  ['/local/payments', 'Payments'],
  ['/local/executions', 'Executions'],
  ['/local/functions', 'Functions'],
] as const;

export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; form-action 'self'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

/** A whole page of the local cloud. `at` is the path of the entry to mark as current. */
export const page = (title: string, at: string, body: Html): string =>
  `<!doctype html>${
    html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="icon" href="data:,"><title>${title} · Throughline on this machine</title><style>${trusted(STYLE)}</style></head>
<body><header class="top"><div><strong>Throughline</strong>
${LINKS.map(([path, name]) => html`<a href="${path}"${path === at && trusted(' aria-current="page"')}>${name}</a> `)}
<a href="/">Web app</a></div></header>
<main>${body}</main></body></html>`.html
  }`;
