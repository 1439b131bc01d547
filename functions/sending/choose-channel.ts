import type { MailboxId, WorkspaceId } from '../platform/ids.ts';
import { type Clock, MINUTE } from '../platform/time.ts';
import type { Channel, SendOutcome } from './channel.ts';
import type { SendRecord } from './contract.ts';
import type { Mailbox } from './mailbox-contract.ts';
import type { MailboxStore } from './mailbox-store.ts';
import { pacedBy } from './send-times.ts';

/** Makes the channel of a mailbox that is not behind SES; gives why it cannot, for a person. */
export type OpenChannel = (workspaceId: WorkspaceId, mailbox: Mailbox) => Promise<Channel | string>;
export type ChooseChannel = (record: SendRecord) => Promise<Channel>;

/** A channel is made anew after so long, with the mailbox's settings and password as they are then. */
const KEPT = 5 * MINUTE;
const MEND_SECONDS = 15 * 60;

/** A channel that certainly sends nothing: what is wrong has to be mended first. */
const shut =
  (reason: string): Channel =>
  () =>
    Promise.resolve<SendOutcome>({ kind: 'throttled', reason, retryAfterSeconds: MEND_SECONDS });

/**
 * The channel that a record's mail goes through: its mailbox's in live mode, the deployment's own in a sandbox and for mailboxes behind SES. Never
 * throws: it is asked for when the message is claimed already.
 */
export const createChooseChannel = ({
  own,
  open,
  mailboxes,
  clock,
}: {
  own: Channel;
  open: OpenChannel;
  mailboxes: Pick<MailboxStore, 'get'>;
  clock: Clock;
}): ChooseChannel => {
  const known = new Map<MailboxId, Readonly<{ until: number; channel: Promise<Channel> }>>();

  const make = async (workspaceId: WorkspaceId, id: MailboxId): Promise<Channel> => {
    const mailbox = await mailboxes.get(workspaceId, id);
    if (mailbox === undefined) return shut('its mailbox no longer exists');
    const channel = await open(workspaceId, mailbox);
    return typeof channel === 'string' ? shut(channel) : channel;
  };

  return async (record) => {
    const mailbox = pacedBy(record);
    if (mailbox === undefined || mailbox.channel === 'ses') return own;
    const found = known.get(mailbox.id);
    if (found !== undefined && found.until > clock()) return found.channel;
    const channel = make(record.workspaceId, mailbox.id).catch((error: unknown) => {
      known.delete(mailbox.id);
      return shut(`its mailbox could not be opened: ${String(error)}`);
    });
    known.set(mailbox.id, { until: clock() + KEPT, channel });
    return channel;
  };
};
