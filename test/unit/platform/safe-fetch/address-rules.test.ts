import fc from 'fast-check';
import { refuseAddress } from '../../../../functions/platform/safe-fetch/address-rules.ts';

test.each([
  '127.0.0.1',
  '127.8.8.8',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '169.254.169.254',
  '168.63.129.16',
  '100.64.0.1',
  '100.100.100.200',
  '192.0.0.8',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.7',
  '203.0.113.9',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:a9fe:a9fe',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b:1::1',
  '64:ff9b:1::808:808',
  '2002:7f00:1::',
  '2001::1',
  '2001:db8::1',
  '100::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fec0::1',
  'ff02::1',
  '4000::1',
  'not an address',
  '',
])('refuses %s', (address) => {
  expect(refuseAddress(address)).toEqual(expect.any(String));
});

test.each([
  '8.8.8.8',
  '93.184.216.34',
  '172.15.0.1',
  '172.32.0.1',
  '100.63.255.255',
  '2606:4700::1111',
  '2a00:1450:4001::200e',
  '::ffff:8.8.8.8',
  '64:ff9b::808:808',
])('lets %s through', (address) => {
  expect(refuseAddress(address)).toBeUndefined();
});

test('judges a mapped or translated v4 address as the v4 address itself', () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
      const tail = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
      const verdict = refuseAddress(address);
      expect(refuseAddress(`::ffff:${tail}`)).toBe(verdict);
      expect(refuseAddress(`64:ff9b::${tail}`)).toBe(verdict);
    }),
  );
});
