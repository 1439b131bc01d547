import { botSignsOf, networkOf, visitorOf } from '../../../functions/tracking/bot-signs.ts';

const CHROME = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36';

test.each([
  [CHROME, '203.0.113.5', []],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148', '2001:db8::1', []],
  ['Mozilla/5.0', '203.0.113.5', ['apple_proxy']],
  [CHROME, '17.58.100.1', ['apple_proxy']],
  [
    'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
    '66.249.84.1',
    ['gmail_proxy'],
  ],
  ['YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html', '203.0.113.5', ['yahoo_proxy']],
  ['', '203.0.113.5', ['no_agent']],
  ['Barracuda Sentinel (EE)', '203.0.113.5', ['scanner_agent']],
  ['python-requests/2.32', undefined, ['scanner_agent']],
  ['Mozilla/5.0 (compatible; Googlebot/2.1)', '203.0.113.5', ['scanner_agent']],
  [CHROME, '64.235.150.9', ['scanner_network']],
  [CHROME, '::ffff:148.163.130.1', ['scanner_network']],
  [CHROME, '40.94.10.1', []],
  [CHROME, '40.93.10.1', ['scanner_network']],
] as const)('%s from %s shows %j', (userAgent, ipAddress, signs) => {
  expect(botSignsOf({ userAgent, ipAddress })).toEqual(signs);
});

test.each([
  ['203.0.113.77', '203.0.113.0/24'],
  ['::ffff:203.0.113.77', '203.0.113.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
  ['2001:db8::1', '2001:db8:0::/48'],
  ['::1', '0:0:0::/48'],
  ['not an address', undefined],
  [undefined, undefined],
])('of the address %s only the network %s is kept', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test('a visitor without or with a broken address is still a visitor', () => {
  expect(visitorOf({})).toEqual({ userAgent: '', ipAddress: undefined });
  expect(visitorOf({ 'user-agent': 'x', 'x-forwarded-for': 'unknown, 203.0.113.1' }).ipAddress).toBeUndefined();
  expect(visitorOf({ 'x-forwarded-for': '203.0.113.1, 198.51.100.2' }).ipAddress).toBe('203.0.113.1');
});
