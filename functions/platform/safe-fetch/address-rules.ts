import ipaddr from 'ipaddr.js';

/**
 * Addresses that look public but are a cloud's own: Azure's wire server, which answers on a public-looking address from inside a machine.
 * AWS's and others' metadata addresses (169.254.169.254, fd00:ec2::254, 100.100.100.200) fall under the ranges below.
 */
const METADATA = new Set(['168.63.129.16']);

/** Where the ranges come from: IANA special-purpose address registries (RFC 6890 and its updates), as ipaddr.js names them. */
const EMBEDS_V4 = new Set(['ipv4Mapped', 'rfc6052', 'rfc6145']);

/**
 * Why the outside-web client must not connect to an address, or undefined when it is an ordinary public one. Addresses that carry a v4 address
 * inside (mapped, NAT64) are judged by it; tunnels that carry one (6to4, Teredo) are refused, as nothing on the public web needs them.
 */
export const refuseAddress = (text: string): string | undefined => {
  if (!ipaddr.isValid(text)) return 'not_an_address';
  const address = ipaddr.parse(text);
  if (address.kind() === 'ipv4') return METADATA.has(address.toString()) ? 'metadata' : refuseRange(address.range());
  const range = address.range();
  // 64:ff9b:1::/48 (RFC 8215) is for a network's own translators: where its v4 address stands is not known, nor where it leads.
  if (
    range === 'rfc6052' &&
    address
      .toByteArray()
      .slice(4, 12)
      .some((byte) => byte !== 0)
  )
    return range;
  if (EMBEDS_V4.has(range)) return refuseAddress(ipaddr.fromByteArray(address.toByteArray().slice(12)).toString());
  if (range !== 'unicast') return refuseRange(range);
  // Global unicast is 2000::/3 (RFC 4291 § 2.4); anything else that ipaddr.js has no name for is unassigned.
  const first = address.toByteArray()[0] ?? 0;
  return first >= 0x20 && first <= 0x3f ? undefined : 'reserved';
};

const refuseRange = (range: string): string | undefined => (range === 'unicast' ? undefined : range);
