import { parseAllowedHosts } from '../../../../functions/platform/safe-fetch/allowed-hosts.ts';

const allowed = parseAllowedHosts('*.example=127.0.0.1:4310, localhost=[::1]:80');

test('sends hosts under a wildcard to its address, the bare domain not', () => {
  expect(allowed('shop.example')).toEqual({ address: '127.0.0.1', port: 4310 });
  expect(allowed('a.b.EXAMPLE.')).toEqual({ address: '127.0.0.1', port: 4310 });
  expect(allowed('example')).toBeUndefined();
  expect(allowed('notexample')).toBeUndefined();
  expect(allowed('shop.example.com')).toBeUndefined();
});

test('takes a plain name literally and a v6 address in brackets', () => {
  expect(allowed('localhost')).toEqual({ address: '::1', port: 80 });
  expect(allowed('www.localhost')).toBeUndefined();
});

test('allows nothing when empty', () => {
  expect(parseAllowedHosts(' ')('localhost')).toBeUndefined();
});

test.each(['*', 'x', 'x=1.2.3.4', 'x=1.2.3.400:1', 'x=1.2.3.4:0', 'x=1.2.3.4:70000', '*=127.0.0.1:1', 'x=name:80'])(
  'refuses the entry %s and names it',
  (entry) => {
    expect(() => parseAllowedHosts(entry)).toThrow(entry);
  },
);
