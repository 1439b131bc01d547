/** What a mail server reports of a mail that it could not deliver (RFC 3464). */
export type DeliveryReport = Readonly<{
  /** Whether it gave up (`Action: failed`); else it is still trying or tells of something else. */
  failed: boolean;
  /** Enhanced status code (RFC 3463), e.g. 5.1.1; empty when it names none. */
  status: string;
  diagnostic: string;
}>;

/** Reads the machine-readable part of a delivery report; the first recipient that failed counts. */
export const readDeliveryReport = (status: string): DeliveryReport => {
  const blocks = status.replaceAll(/\r\n?/g, '\n').split(/\n{2,}/);
  const field = (block: string, name: string): string =>
    new RegExp(`^${name}:[ \\t]*(.*(?:\\n[ \\t].*)*)`, 'im').exec(block)?.[1]?.replaceAll(/\s+/g, ' ').trim() ?? '';
  const recipients = blocks.filter((block) => field(block, 'action') !== '');
  const chosen = recipients.find((block) => field(block, 'action').toLowerCase() === 'failed') ?? recipients[0] ?? '';
  return {
    failed: field(chosen, 'action').toLowerCase() === 'failed',
    status: /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(field(chosen, 'status'))?.[0] ?? '',
    diagnostic: field(chosen, 'diagnostic-code').slice(0, 300),
  };
};
