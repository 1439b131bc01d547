import { BlockList, isIP } from 'node:net';
import type { BotSign } from '../sending/engagement.ts';

/** Who asked for a pixel or a link: the browser's name for itself and the address it came from. */
export type Visitor = Readonly<{ userAgent: string; ipAddress: string | undefined }>;

/**
 * Proxies that load a mail's pictures on the reader's behalf, whether anyone reads or not. Apple's Mail Privacy Protection says nothing but
 * "Mozilla/5.0"; Gmail's and Yahoo's proxies name themselves.
 */
const PROXIES: readonly (readonly [BotSign, RegExp])[] = [
  ['gmail_proxy', /GoogleImageProxy|ggpht\.com/i],
  ['yahoo_proxy', /YahooMailProxy/i],
  ['apple_proxy', /^Mozilla\/5\.0$/],
];

/** Security gateways, link checkers, crawlers and plain HTTP libraries, by the names they give themselves. */
const SCANNERS =
  /barracuda|mimecast|proofpoint|messagelabs|symantec|sophos|trend ?micro|forcepoint|fireeye|cisco|ironport|mailscanner|safelinks|bitdefender|cloudmark|zscaler|BingPreview|SkypeUriPreview|Slackbot|facebookexternalhit|LinkedInBot|HeadlessChrome|PhantomJS|\bbot\b|bot\/|crawler|spider|scanner|curl\/|wget\/|python-|aiohttp|Go-http-client|okhttp|Java\/|libwww|node-fetch|axios|undici|Microsoft Office Existence Discovery/i;

/** Networks that mail security services check mails from, as they publish them for allow-lists, and those of Apple's and Google's proxies. */
const NETWORKS: readonly (readonly [BotSign, readonly string[]])[] = [
  ['apple_proxy', ['17.0.0.0/8']],
  ['gmail_proxy', ['66.102.0.0/20', '66.249.80.0/20', '74.125.208.0/20']],
  [
    'scanner_network',
    [
      // Barracuda Email Gateway Defense
      ...['64.235.144.0/20', '209.222.80.0/21'],
      // Proofpoint
      ...['67.231.144.0/20', '148.163.128.0/19'],
      // Mimecast
      ...['205.139.110.0/23', '207.211.30.0/23', '91.220.42.0/24', '146.101.78.0/24'],
      // Broadcom (MessageLabs)
      ...['46.226.48.0/21', '85.158.136.0/21', '95.131.104.0/21', '117.120.16.0/21', '216.82.240.0/20'],
      // Cisco Secure Email
      ...['68.232.128.0/19', '184.94.240.0/20'],
      // Microsoft Exchange Online Protection
      ...['40.92.0.0/15', '40.107.0.0/16', '52.100.0.0/14', '104.47.0.0/17'],
      // Trend Micro
      '150.70.0.0/16',
    ],
  ],
];

const LISTS = NETWORKS.map(([sign, networks]) => {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix = '32'] = network.split('/');
    list.addSubnet(address, Number(prefix), 'ipv4');
  }
  return [sign, list] as const;
});

/** What a visitor shows by itself of not being a person; empty when nothing does. */
export const botSignsOf = ({ userAgent, ipAddress }: Visitor): readonly BotSign[] => {
  const signs = new Set<BotSign>();
  const agent = userAgent.trim();
  if (agent === '') signs.add('no_agent');
  for (const [sign, pattern] of PROXIES) if (pattern.test(agent)) signs.add(sign);
  if (SCANNERS.test(agent)) signs.add('scanner_agent');
  const address = ipAddress?.replace(/^::ffff:/i, '') ?? '';
  if (isIP(address) === 4) for (const [sign, list] of LISTS) if (list.check(address, 'ipv4')) signs.add(sign);
  return [...signs];
};

/** An address cut to its network (IPv4 /24, IPv6 /48): enough to tell visitors of a mail apart, too little to tell a person. */
export const networkOf = (ipAddress: string | undefined): string | undefined => {
  const address = ipAddress?.replace(/^::ffff:(?=\d+\.)/i, '') ?? '';
  switch (isIP(address)) {
    case 4:
      return `${address.split('.').slice(0, 3).join('.')}.0/24`;
    case 6: {
      const [head = '', tail] = address.split('::');
      const front = head === '' ? [] : head.split(':');
      const back = tail === undefined || tail === '' ? [] : tail.split(':');
      const middle = tail === undefined ? [] : Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0');
      const [a = '0', b = '0', c = '0'] = [...front, ...middle, ...back];
      return `${a}:${b}:${c}::/48`;
    }
    default:
      return undefined;
  }
};

/**
 * The visitor behind a request. CloudFront and API Gateway each add the address they saw to X-Forwarded-For; before those stands what the
 * visitor may have written itself, which at worst makes a machine look like a person.
 */
export const visitorOf = (headers: Readonly<Record<string, string>>): Visitor => {
  const [first] = (headers['x-forwarded-for'] ?? '').split(',').map((address) => address.trim());
  return { userAgent: headers['user-agent'] ?? '', ipAddress: isIP(first ?? '') === 0 ? undefined : first };
};
