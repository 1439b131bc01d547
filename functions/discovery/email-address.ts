import { domainToASCII } from 'node:url';

export type ReadAddress =
  | Readonly<{ ok: true; email: string }>
  | Readonly<{ ok: false; reason: 'missing_email' | 'malformed_email' }>;

// RFC 5321 dot-string without quoting: what real mailboxes use. Quoted local parts are refused on purpose.
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const HOST = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/**
 * Reads an e-mail cell: trimmed, lower case, domain as punycode; the form in which addresses are compared. A line break anywhere refuses
 * the cell: it would start a header of its own in a mail.
 */
export const readAddress = (cell: string): ReadAddress => {
  if (/[\r\n\0]/.test(cell)) return { ok: false, reason: 'malformed_email' };
  const text = cell
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/^<|>$/g, '')
    .toLowerCase();
  if (text === '') return { ok: false, reason: 'missing_email' };
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const domain = text.slice(at + 1);
  // domainToASCII parses its input as the host of a URL: it would take "acme.com/x" for acme.com and drop a tab.
  const host = /[\s/\\?#%:]/.test(domain) ? '' : domainToASCII(domain);
  const fits = at > 0 && local.length <= 64 && LOCAL.test(local) && HOST.test(host);
  const email = `${local}@${host}`;
  return fits && email.length <= 254 ? { ok: true, email } : { ok: false, reason: 'malformed_email' };
};
