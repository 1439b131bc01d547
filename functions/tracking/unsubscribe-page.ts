import { escapeHtml } from '../platform/escape-html.ts';

const STYLE = [
  'body{font:16px/1.5 system-ui,sans-serif;color:#1b1b1b;background:#fff;margin:0}',
  'main{max-width:32rem;margin:15vh auto 0;padding:0 1.5rem}',
  'h1{font-size:1.5rem}',
  'button{font:inherit;padding:.75rem 1.5rem;border:0;border-radius:.375rem;background:#1b4fd8;color:#fff;cursor:pointer}',
  'button:focus-visible{outline:3px solid #f5a623;outline-offset:2px}',
].join('');

const page = (title: string, content: string): string =>
  [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="robots" content="noindex">',
    `<title>${title}</title><style>${STYLE}</style></head>`,
    `<body><main><h1>${title}</h1>${content}</main></body></html>`,
  ].join('\n');

/** Shows an address to its owner and not to who looks over a shoulder: `j…@example.com`. */
export const maskAddress = (address: string): string => {
  const at = address.lastIndexOf('@');
  return at < 1 ? '…' : `${address.slice(0, 1)}…${address.slice(at)}`;
};

/** The page behind an unsubscribe link: a button that posts to the same address. It works without scripts and changes nothing. */
export const askPage = (address: string): string =>
  page(
    'Unsubscribe',
    `<p>Stop all mail to <strong>${escapeHtml(maskAddress(address))}</strong> from this sender?</p>
<form method="post"><button type="submit" name="List-Unsubscribe" value="One-Click">Unsubscribe</button></form>`,
  );

export const donePage = (address: string): string =>
  page(
    'You are unsubscribed',
    `<p role="status">No more mail will be sent to <strong>${escapeHtml(maskAddress(address))}</strong> from this sender.</p>`,
  );
