import { escapeHtml } from './markup.ts';
import type { AddressStyle } from './site-copy.ts';

const XOR_KEY = 0x5a;

/** Cloudflare's e-mail obfuscation: a key byte, then every byte of the address xor that key, in hexadecimal. */
export const cloudflareEncoded = (address: string): string =>
  Buffer.from([XOR_KEY, ...Buffer.from(address).map((byte) => byte ^ XOR_KEY)]).toString('hex');

/** An address in words, against simple harvesters: `hello at tarnhelm dot example`. */
export const spelledOut = (address: string): string => address.replace('@', ' at ').replaceAll('.', ' dot ');

/** How a site with this style shows an address, as HTML; nothing where it gives none. */
export const shownAddress = (address: string, style: AddressStyle): string => {
  switch (style) {
    case 'mailto':
      return `<a href="mailto:${escapeHtml(address)}">${escapeHtml(address)}</a>`;
    case 'text':
      return `<span class="address">${escapeHtml(address)}</span>`;
    case 'spelled':
      return `<span class="address">${escapeHtml(spelledOut(address))}</span>`;
    case 'cfemail':
      return `<a href="/cdn-cgi/l/email-protection" class="__cf_email__" data-cfemail="${cloudflareEncoded(address)}">[email&#160;protected]</a>`;
    case 'none':
      return '';
  }
};
