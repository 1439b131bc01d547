import { escapeHtml } from '../../platform/escape-html.ts';
import { type Block, documentOf } from './copy-document.ts';
import type { CopyPackage } from './generation.ts';

const STYLE = `
:root { color-scheme: light dark; --ink: #1b2325; --soft: #f3f6f7; --line: #d5dcde; --accent: #0b6b77; --paper: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ecee; --soft: #1d2426; --line: #3a4447; --accent: #6cc5d1; --paper: #14191a; } }
body { font: 16px/1.6 Inter, system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-wrap: anywhere; }
h1 { line-height: 1.2; font-size: 1.75rem; } h2 { line-height: 1.25; margin: 2.75rem 0 .75rem; padding-top: 1rem; border-top: 1px solid var(--line); } h3 { margin: 1.75rem 0 .4rem; font-size: 1.05rem; }
dl { margin: 0; } dt { font-weight: 600; margin-top: .75rem; } dd { margin: .1rem 0 0; }
li { margin: .3rem 0; }
.mail { border: 1px solid var(--line); border-radius: .5rem; margin: 1rem 0; } .mail header { padding: .6rem 1rem; background: var(--soft); border-radius: .5rem .5rem 0 0; } .mail p { margin: 0; padding: 1rem; white-space: pre-line; }
.label { font-size: .85rem; color: var(--accent); display: block; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 1rem; font-size: .9rem; }
`;

const render = (block: Block): string => {
  switch (block.kind) {
    case 'heading':
      return `<h${String(block.level)}>${escapeHtml(block.text)}</h${String(block.level)}>`;
    case 'text':
      return `<p>${escapeHtml(block.text)}</p>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
    case 'facts':
      return `<dl>${block.rows.map(([label, value]) => `<dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd>`).join('')}</dl>`;
    case 'mail':
      return `<article class="mail"><header><span class="label">${escapeHtml(block.label)}</span><strong>${escapeHtml(block.subject)}</strong></header><p>${escapeHtml(block.body)}</p></article>`;
  }
};

const page = (title: string, content: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main>${content}</main></body></html>`;

/** A package as one page, readable without JavaScript. */
export const sharedPage = (copy: CopyPackage, expiresAt: string): string =>
  page(
    `Copy for ${copy.companyName}`,
    `${documentOf(copy).map(render).join('\n')}<footer>This link works until ${escapeHtml(expiresAt.slice(0, 10))}.</footer>`,
  );
