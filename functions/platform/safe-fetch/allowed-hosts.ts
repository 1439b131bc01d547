import ipaddr from 'ipaddr.js';

/** Where a host that the operator allowed really is. */
export type AllowedTarget = Readonly<{ address: string; port: number }>;
export type AllowedHosts = (host: string) => AllowedTarget | undefined;

/**
 * Reads `FETCH_ALLOW_HOSTS`: entries `pattern=ip:port`, comma separated, where a pattern is a host name or `*.` and a domain. Requests to such hosts
 * connect to that address, without the checks for public addresses; an empty text allows nothing.
 * @throws Error that names the entry it cannot read: a typing mistake must not silently open or close anything.
 */
export const parseAllowedHosts = (text: string): AllowedHosts => {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map(parseEntry);
  return (host) => {
    const name = host.toLowerCase().replace(/\.$/, '');
    return entries.find(({ pattern }) =>
      pattern.startsWith('*.') ? name.endsWith(pattern.slice(1)) && name.length > pattern.length - 1 : name === pattern,
    )?.target;
  };
};

const parseEntry = (entry: string): { pattern: string; target: AllowedTarget } => {
  const found = /^(?<pattern>(?:\*\.)?[a-z0-9.-]+)=(?:\[(?<v6>[0-9a-f:]+)\]|(?<v4>[0-9.]+)):(?<port>\d{1,5})$/i.exec(
    entry,
  );
  const address = found?.groups?.['v6'] ?? found?.groups?.['v4'] ?? '';
  const pattern = found?.groups?.['pattern']?.toLowerCase();
  const port = Number(found?.groups?.['port']);
  if (pattern === undefined || !ipaddr.isValid(address) || port < 1 || port > 65_535)
    throw new Error(
      `FETCH_ALLOW_HOSTS: "${entry}" is not of the form host=address:port, e.g. *.example=127.0.0.1:4310`,
    );
  return { pattern, target: { address, port } };
};
