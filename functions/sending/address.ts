import { domainToASCII } from 'node:url';

// biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant
const ASCII = /^[\u0000-\u007f]*$/;

/** A host name in its ASCII form; empty when it has none. Nearly all are ASCII as they are, and asking Node is slow. */
export const asciiHost = (host: string): string => (ASCII.test(host) ? host : domainToASCII(host));

/** A host name as it is compared: lower case, ASCII, without a dot at the end. Empty when it is none. */
export const normalDomain = (domain: string): string =>
  asciiHost(
    domain
      .trim()
      .toLowerCase()
      .replace(/^(@|\*\.)/, '')
      .replace(/\.$/, ''),
  );

/** The host of an address, as hosts are compared. */
export const hostOf = (address: string): string => normalDomain(address.slice(address.lastIndexOf('@') + 1));

/** An address as it is compared: lower case, its host in ASCII. */
export const normalAddress = (address: string): string => {
  const host = hostOf(address);
  const text = address.trim().toLowerCase();
  return host === '' ? text : `${text.slice(0, text.lastIndexOf('@'))}@${host}`;
};
