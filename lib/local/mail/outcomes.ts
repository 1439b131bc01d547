/** What becomes of a mail at one recipient. */
export type Outcome =
  | 'delivered'
  | 'bounced'
  | 'bounced-transiently'
  | 'suppressed'
  | 'complained'
  | 'out-of-office'
  | 'rejected';

const SIMULATOR = 'simulator.amazonses.com';
const SIMULATED: Record<string, Outcome> = {
  success: 'delivered',
  bounce: 'bounced',
  complaint: 'complained',
  suppressionlist: 'suppressed',
  ooto: 'out-of-office',
};

/**
 * The outcome that SES's mailbox simulator gives an address (a label after `+` is passed over), or undefined for any
 * other address. Source: SES developer guide, "Using the mailbox simulator".
 */
export function simulatedOutcome(address: string): Outcome | undefined {
  const [local = '', domain] = address.toLowerCase().split('@');
  return domain === SIMULATOR ? SIMULATED[local.split('+')[0] ?? ''] : undefined;
}
