/** Services that read `a.b@` and `ab@` as one mailbox, with the domain that stands for all of theirs. */
const WITHOUT_DOTS: ReadonlyMap<string, string> = new Map([
  ['gmail.com', 'gmail.com'],
  ['googlemail.com', 'gmail.com'],
]);

/**
 * The mailbox behind an address, in one spelling: what duplicates and the cool-down go by; mail goes to the address as it was given. Lower case; what follows a plus in
 * the local part is left out at every domain (RFC 5233 subaddresses, as nearly all services read them: who is one person behind two tags is written to once); dots are
 * left out at Gmail only, where they mean nothing.
 */
export const mailboxOf = (address: string): string => {
  const text = address.trim().toLowerCase();
  const at = text.lastIndexOf('@');
  if (at < 1) return text;
  const domain = text.slice(at + 1).replace(/\.$/, '');
  const plain = text.slice(0, at).split('+')[0] ?? '';
  // An address that begins with its plus has no name before it.
  const local = plain === '' ? text.slice(0, at) : plain;
  const service = WITHOUT_DOTS.get(domain);
  return service === undefined ? `${local}@${domain}` : `${local.replaceAll('.', '')}@${service}`;
};
