import { escapeHtml } from '../../platform/escape-html.ts';
import type { Brand } from '../brand.ts';
import { INK, LINE, PAPER, SOFT, TINT } from '../palette.ts';

/** What these pages may load and do: their own styles, pictures within them, and a form to where they come from (and on to Stripe's page). */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self' https://checkout.stripe.com; base-uri 'none'; frame-ancestors 'none'",
  'x-robots-tag': 'noindex, nofollow',
  'x-frame-options': 'DENY',
} as const;

const STYLE = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:${PAPER};color:${INK};font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
a{color:var(--primary)}
a:focus-visible,button:focus-visible,summary:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
.skip{position:absolute;left:-9999px}.skip:focus{left:1rem;top:1rem;background:${PAPER};padding:.5rem 1rem;z-index:1}
header.band{background:var(--primary);color:${PAPER};padding:3rem 1.25rem 2.5rem}
.wide{max-width:60rem;margin:0 auto}
.sender{font-weight:700;margin:0 0 2.5rem}.sender img{display:block;max-height:3rem;max-width:12rem;background:${PAPER};padding:.5rem;border-radius:.375rem}
.eyebrow{font-size:.8rem;font-weight:700;letter-spacing:.1em;text-transform:uppercase;margin:0 0 .25rem}
h1{font-size:clamp(1.8rem,5vw,2.8rem);line-height:1.15;margin:0 0 .5rem}
main{padding:2rem 1.25rem 3rem}
section{margin:0 auto 3rem;max-width:60rem}
h2{font-size:1.5rem;line-height:1.25;color:var(--primary);margin:0 0 .5rem}
h3{font-size:1.1rem;line-height:1.35;margin:1.5rem 0 .35rem}
.card h3{margin-top:0}
p{margin:.35rem 0}
.soft{color:${SOFT}}.small{font-size:.875rem}
.card{border:1px solid ${LINE};border-radius:.5rem;padding:1.1rem 1.25rem;margin:1rem 0}
.tint{background:${TINT};border-radius:.5rem;padding:.75rem 1rem;margin:.75rem 0}
.urgency{background:${TINT};border-left:4px solid var(--accent);padding:.6rem .9rem;font-weight:600;margin-top:.75rem}
.hero{display:flex;flex-wrap:wrap;gap:2rem;align-items:center}
.hero dl{flex:1 1 18rem;margin:0}.hero dt{font-size:1.35rem;font-weight:700;border-top:1px solid ${LINE};padding-top:.6rem}.hero dd{margin:0 0 .6rem;color:${SOFT}}
.score{text-align:center}.score svg{display:block;margin:0 auto .4rem}
.areas{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(18.5rem,100%),1fr));gap:1rem;padding:0;list-style:none}
.areas .card{margin:0;display:flex;gap:1rem}.areas svg{flex:none}
.badge{display:inline-block;color:${PAPER};border-radius:.25rem;padding:.1rem .5rem;font-size:.8rem;font-weight:700}
table{border-collapse:collapse;width:100%;margin:.5rem 0}caption{text-align:left;font-weight:700;padding-bottom:.35rem}
th,td{text-align:left;vertical-align:top;border-top:1px solid ${LINE};padding:.4rem .75rem .4rem 0}td.amount,th.amount{text-align:right;white-space:nowrap}
.scroll{overflow-x:auto}
dl.rows{display:grid;grid-template-columns:minmax(8rem,15rem) 1fr;margin:.5rem 0}dl.rows dt{font-weight:600}dl.rows dt,dl.rows dd{margin:0;border-top:1px solid ${LINE};padding:.4rem .75rem .4rem 0}
@media(max-width:34rem){dl.rows{grid-template-columns:1fr}dl.rows dd{border-top:0;padding-top:0}}
code{font:.875em ui-monospace,Consolas,monospace;background:${TINT};padding:.05rem .25rem;border-radius:.2rem}
figure{margin:0}figure img{max-width:100%;height:auto;border:1px solid ${LINE};border-radius:.25rem}.pictures{display:flex;flex-wrap:wrap;gap:1.25rem;align-items:flex-start}.pictures .desktop{flex:3 1 24rem}.pictures .mobile{flex:1 1 9rem;max-width:15rem}
button,.button{display:inline-block;font:inherit;font-weight:700;background:var(--primary);color:${PAPER};border:0;border-radius:.5rem;padding:.9rem 1.75rem;cursor:pointer;text-decoration:none}
footer{border-top:1px solid ${LINE};padding:1.5rem 1.25rem;color:${SOFT};font-size:.9rem}
@media print{header.band{background:none;color:${INK};border-bottom:2px solid var(--primary);padding:0 0 1rem}main,footer{padding-left:0;padding-right:0}.card,figure,tr{break-inside:avoid}h2,h3{break-after:avoid}section{margin-bottom:1.5rem}.noprint{display:none}body{font-size:10.5pt}}
`;

export type PageFrame = Readonly<{
  title: string;
  brand: Brand;
  /** A data address of the logo. */
  logo: string | null;
  eyebrow: string;
  heading: string;
  under: string;
  main: string;
  footer: string;
}>;

/** A whole page under the brand's colours. Everything given is markup, apart from title, eyebrow, heading and `under`, which are texts. */
export const pageFrame = ({
  title,
  brand,
  logo,
  eyebrow,
  heading,
  under,
  main,
  footer,
}: PageFrame): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex,nofollow"><title>${escapeHtml(title)}</title><style>:root{--primary:${brand.primaryColour};--accent:${brand.accentColour}}${STYLE}</style></head>
<body><a class="skip" href="#content">Skip to the content</a>
<header class="band"><div class="wide"><p class="sender">${logo === null ? escapeHtml(brand.senderName) : `<img src="${logo}" alt="${escapeHtml(brand.senderName)}">`}</p><p class="eyebrow">${escapeHtml(eyebrow)}</p><h1 dir="auto">${escapeHtml(heading)}</h1><p>${escapeHtml(under)}</p></div></header>
<main id="content">${main}</main>
<footer><div class="wide">${footer}</div></footer></body></html>
`;

/** Bytes as an address that stands in the page itself. */
export const dataAddress = (contentType: string, bytes: Uint8Array): string =>
  `data:${contentType};base64,${Buffer.from(bytes).toString('base64')}`;
