import type { ReadCredentials } from '../accounts/provider-credentials.ts';
import type { MailboxId, WorkspaceId } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import { type Clock, instant, MINUTE } from '../platform/time.ts';
import { normalAddress } from './address.ts';
import type { InstantlyPollStore, Seen } from './instantly-poll-store.ts';
import { NOTHING_SEEN } from './instantly-poll-store.ts';
import type { MailboxStore } from './mailbox-store.ts';
import type { InstantlyLead, InstantlyReader } from './providers/instantly-reader.ts';
import type { RecordInstantlyEvent } from './record-instantly-event.ts';

/** How long one invocation goes on; the next goes on where it ends. */
const LIFE = 4 * MINUTE;
/** What Instantly writes down shows a little later; leads that changed just before a reading are looked at again by the next, which comes even if nothing more is counted. */
const OVERLAP = 10 * MINUTE;

type Ports = Readonly<{
  store: InstantlyPollStore;
  mailboxes: Pick<MailboxStore, 'get'>;
  credentials: ReadCredentials;
  readerFor: (login: Readonly<{ apiKey: string; account: string }>) => InstantlyReader;
  record: RecordInstantlyEvent;
  clock: Clock;
  log: Log;
}>;
type Account = Readonly<{ workspaceId: WorkspaceId; reader: InstantlyReader; deadline: number }>;

/**
 * Asks Instantly what became of our mails, for every mailbox that sends through it: its webhooks carry no signature, are set up by hand and
 * may be missing. A campaign is read when its counts have changed and once more after that, and of its leads only those that changed since.
 * What is told twice changes nothing.
 */
export const createPollInstantly = (ports: Ports) => async (): Promise<Readonly<{ recorded: number }>> => {
  const { store, clock, log } = ports;
  const deadline = clock() + LIFE;
  let recorded = 0;
  for (const { workspaceId, mailboxId } of await store.mailboxes()) {
    if (clock() > deadline) break;
    try {
      recorded += await pollMailbox(ports, workspaceId, mailboxId, deadline);
    } catch (error) {
      log.error('A mailbox of Instantly could not be asked', { workspaceId, error });
    }
  }
  if (recorded > 0) log.info('Instantly told of mails when asked', { count: recorded });
  return { recorded };
};

const pollMailbox = async (
  { store, mailboxes, credentials, readerFor, record, clock, log }: Ports,
  workspaceId: WorkspaceId,
  mailboxId: MailboxId,
  deadline: number,
): Promise<number> => {
  const [mailbox, { instantly }] = await Promise.all([mailboxes.get(workspaceId, mailboxId), credentials(workspaceId)]);
  if (mailbox === undefined || instantly === undefined) return 0;
  const reader = readerFor({ apiKey: instantly.apiKey, account: mailbox.address });
  const found = await reader.campaigns();
  if (!found.ok) {
    log.warn('Instantly does not say what became of mails', { workspaceId, reason: found.reason });
    return 0;
  }
  const known = await store.read(workspaceId, mailboxId);
  let recorded = 0;
  for (const { id, counts } of found.value) {
    const before = known[id] ?? NOTHING_SEEN;
    if (before.counts === counts && before.settled && before.going === null) continue;
    const outcome = await readCampaign({ record, clock }, { workspaceId, reader, deadline }, id, { before, counts });
    recorded += outcome.recorded;
    await store.write(workspaceId, mailboxId, { ...(await store.read(workspaceId, mailboxId)), [id]: outcome.seen });
    if (outcome.stopped !== null) {
      log.warn('Reading a campaign of Instantly goes on later', { workspaceId, reason: outcome.stopped });
      break;
    }
  }
  return recorded;
};

type Outcome = Readonly<{ recorded: number; seen: Seen; stopped: string | null }>;

const readCampaign = async (
  { record, clock }: Pick<Ports, 'record' | 'clock'>,
  { workspaceId, reader, deadline }: Account,
  campaign: string,
  { before, counts }: Readonly<{ before: Seen; counts: string }>,
): Promise<Outcome> => {
  const since = before.going?.since ?? instant(clock());
  let after = before.going?.after ?? null;
  let recorded = 0;
  let asked: ReturnType<InstantlyReader['answers']> | undefined;
  const answers = () => (asked ??= reader.answers(campaign));
  const stop = (reason: string): Outcome => ({
    recorded,
    seen: { ...before, going: after === null ? null : { after, since } },
    stopped: reason,
  });
  for (;;) {
    if (clock() > deadline) return stop('its time is up');
    const page = await reader.leads(campaign, after);
    if (!page.ok) return stop(page.reason);
    for (const lead of page.value.leads) {
      if (before.until !== null && lead.updatedAt !== null && lead.updatedAt < before.until) continue;
      // A key may be shared; a mail of another workspace is not this one's to move.
      for (const event of await eventsOf(lead, answers))
        if (event.workspaceId === workspaceId && (await record(event)) === undefined) recorded += 1;
    }
    after = page.value.next;
    if (after === null) break;
  }
  const settled = before.counts === counts;
  return {
    recorded,
    seen: { counts, settled, until: instant(Date.parse(since) - OVERLAP), going: null },
    stopped: null,
  };
};

/** Machines answer too. Where Instantly does not say who did, a person is assumed: a sequence that ends too early harms nobody. */
const eventsOf = async (
  { events, answer, email }: InstantlyLead,
  answers: () => ReturnType<InstantlyReader['answers']>,
): Promise<InstantlyLead['events']> =>
  answer !== null && (await answers()).get(normalAddress(email)) !== false ? [...events, answer] : events;
