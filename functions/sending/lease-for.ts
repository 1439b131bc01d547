import { SECOND } from '../platform/time.ts';
import { intervalMs } from './pace.ts';
import type { LeaseFor } from './send-times.ts';
import { pacedBy } from './send-times.ts';
import { createLeaseSends, type LeaseSends } from './sending-rate.ts';

/** Paces kept by a process, those of mailboxes among them. */
const KEPT = 500;

/** The pace of a record's mails: the channel's rate, or its mailbox's gap. */
export const createLeaseFor = ({
  ratePerSecond,
  ...ports
}: Omit<Parameters<typeof createLeaseSends>[0], 'channel' | 'interval'> & { ratePerSecond: number }): LeaseFor => {
  const own = createLeaseSends({ ...ports, channel: 'ses', interval: intervalMs(ratePerSecond) });
  const known = new Map<string, LeaseSends>();
  return (record) => {
    const mailbox = pacedBy(record);
    if (mailbox === undefined) return own;
    const { id, gapSeconds } = mailbox;
    const found = known.get(`${id}/${String(gapSeconds)}`);
    if (found !== undefined) return found;
    if (known.size >= KEPT) known.clear();
    const made = createLeaseSends({ ...ports, channel: id, interval: gapSeconds * SECOND });
    known.set(`${id}/${String(gapSeconds)}`, made);
    return made;
  };
};
