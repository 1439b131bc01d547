/**
 * Names that lead inside a network or machine, whatever a resolver says of them: single labels, special-use names (RFC 6761, RFC 6762, RFC 8375, RFC 9476,
 * ICANN's `internal`), and the names under which clouds and clusters serve their metadata.
 */
const PRIVATE_TOP_LEVEL = new Set([
  'localhost',
  'local',
  'internal',
  'intranet',
  'lan',
  'home',
  'corp',
  'private',
  'onion',
  'alt',
  'arpa',
]);
const METADATA_NAMES = new Set([
  'metadata.google.internal',
  'metadata.goog',
  'metadata.azure.com',
  'metadata.platformequinix.com',
  'metadata.packet.net',
  'metadata.tencentyun.com',
  'instance-data.ec2.internal',
  'kubernetes.default.svc',
]);

/** Whether a host name is never asked for, so that not even a resolver learns of it. Literal addresses are judged elsewhere. */
export const isPrivateName = (host: string): boolean => {
  const name = host.toLowerCase().replace(/\.+$/, '');
  const labels = name.split('.');
  return (
    labels.length === 1 ||
    METADATA_NAMES.has(name) ||
    PRIVATE_TOP_LEVEL.has(labels.at(-1) ?? '') ||
    name.endsWith('.svc.cluster')
  );
};
