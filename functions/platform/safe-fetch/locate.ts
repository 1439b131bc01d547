import { isIP } from 'node:net';
import { refuseAddress } from './address-rules.ts';
import type { AllowedHosts } from './allowed-hosts.ts';
import type { FetchReason } from './fetch-answer.ts';
import type { Target } from './open-request.ts';
import { isPrivateName } from './private-names.ts';
import type { Resolution, ResolveHost } from './resolve-host.ts';

export type Located =
  | Readonly<{
      ok: true;
      url: URL;
      target: Target;
      /** Whether the operator allowed this host by name: then neither its address nor its port is judged. */
      own: boolean;
    }>
  | Readonly<{ ok: false; reason: FetchReason }>;

/** Longer addresses are somebody's data, not a page's; robots rules take their length times the rule's to match. */
const LONGEST_URL = 2_048;

/** Decides where a URL may be fetched from: scheme, credentials, name, port, and every address of its host. */
export const createLocate =
  (allowed: AllowedHosts, resolveHost: ResolveHost) =>
  async (href: string): Promise<Located> => {
    if (href.length > LONGEST_URL || !URL.canParse(href)) return { ok: false, reason: 'bad_url' };
    const url = new URL(href);
    url.hash = '';
    if (url.protocol !== 'http:' && url.protocol !== 'https:') return { ok: false, reason: 'bad_scheme' };
    if (url.username !== '' || url.password !== '') return { ok: false, reason: 'bad_url' };
    const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
    const own = allowed(host);
    if (own !== undefined) return { ok: true, url, target: own, own: true };
    const literal = isIP(host) !== 0;
    if (literal ? refuseAddress(host) !== undefined : isPrivateName(host))
      return { ok: false, reason: 'private_address' };
    // The URL parser leaves `port` empty for a scheme's usual one.
    if (url.port !== '' && url.port !== '80' && url.port !== '443') return { ok: false, reason: 'bad_port' };
    const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
    const found: Resolution = literal ? { ok: true, addresses: [host] } : await resolveHost(host);
    if (!found.ok) return found;
    // One bad address condemns the name: a name that points both ways is how filters are walked around.
    const [address] = found.addresses;
    if (address === undefined || found.addresses.some((one) => refuseAddress(one) !== undefined))
      return { ok: false, reason: 'private_address' };
    return { ok: true, url, target: { address, port }, own: false };
  };
