import { parseAllowedHosts } from '../../functions/platform/safe-fetch/allowed-hosts.ts';
import { UsageError } from './usage-error.ts';

/** Names and addresses of this machine. */
export const LOOPBACK = /^(?:localhost|(?:[a-z0-9-]+\.)+localhost|127(?:\.\d{1,3}){3})$/i;

const entryOf = (given: string, url: string): string => {
  if (given.includes('=')) return given;
  const [, host = '', named] = /^([^:]+)(?::(\d{1,5}))?$/.exec(given.trim()) ?? [];
  if (!LOOPBACK.test(host))
    throw new UsageError(
      `--allow-host takes a host of this machine (localhost, 127.0.0.1), or HOST=ADDRESS:PORT, not "${given}".`,
    );
  const address = /^127\./.test(host) ? host : '127.0.0.1';
  const asked = /^(?:https?:\/\/)?[^/]+:(\d{1,5})(?:\/|$)/i.exec(url)?.[1] ?? '';
  return `${host}=${address}:${named ?? (asked === '' ? '80' : asked)}`;
};

/**
 * What `--allow-host` lets the safe fetch read, as a value of FETCH_ALLOW_HOSTS: `HOST` or `HOST:PORT` of this machine (the port of the URL when none is given), or
 * `HOST=ADDRESS:PORT`. FETCH_ALLOW_HOSTS of the environment stands behind it.
 * @throws UsageError for what is not of these forms
 */
export const allowedHosts = (
  given: readonly string[],
  url: string,
  environment = process.env['FETCH_ALLOW_HOSTS'],
): string => {
  const entries = [
    ...given.map((one) => entryOf(one, url)),
    ...(environment === undefined || environment === '' ? [] : [environment]),
  ];
  const value = entries.join(',');
  try {
    parseAllowedHosts(value);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  return value;
};
