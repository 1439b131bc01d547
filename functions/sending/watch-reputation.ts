import { createHash } from 'node:crypto';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import type { MessageState } from '../campaigns/contract.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import { onceKey } from '../platform/keys.ts';
import type { Log } from '../platform/log.ts';
import { type Clock, DAY, epochSeconds } from '../platform/time.ts';
import { decodeMessage, type Message } from './message.ts';
import { PROOFS } from './message-state.ts';
import { addOutcomes, noOutcomes, type Outcomes, whyStop } from './reputation.ts';
import type { OutcomesBy, ReputationStore } from './reputation-store.ts';

const MARKER_DAYS = 7;
const TAKEN: readonly MessageState[] = ['accepted', 'delivered', 'bounced', 'complained'];

type Image = Record<string, unknown> | undefined;
const messageIn = (image: Image): Message | undefined =>
  image === undefined ? undefined : decodeMessage(unmarshall(image as Record<string, AttributeValue>));

/** What a message as it stands adds to the counters. A bounce counts when it is for good, as providers count. */
const standing = (message: Message | undefined): Outcomes => {
  if (message?.mode !== 'live' || !TAKEN.includes(message.state)) return noOutcomes;
  return {
    sent: 1,
    bounced: message.state === 'bounced' && message.eventRank === PROOFS.hardBounce.rank ? 1 : 0,
    complained: message.state === 'complained' ? 1 : 0,
  };
};

const difference = (now: Outcomes, then: Outcomes): Outcomes => ({
  sent: now.sent - then.sent,
  bounced: now.bounced - then.bounced,
  complained: now.complained - then.complained,
});

/**
 * Counts what became of live mails by the stream of the table, and stops a workspace whose bounces or complaints reach the limit: all gates of
 * its runs are marked, and every claim looks at a gate.
 */
export const createWatchReputation =
  ({ reputation, clock, log }: { reputation: Pick<ReputationStore, 'add' | 'trip'>; clock: Clock; log: Log }) =>
  async ({ Records }: DynamoDBStreamEvent): Promise<void> => {
    const changes = new Map<WorkspaceId, Map<string, Outcomes>>();
    for (const { dynamodb } of Records) {
      const now = messageIn(dynamodb?.NewImage);
      if (now === undefined) continue;
      const change = difference(standing(now), standing(messageIn(dynamodb?.OldImage)));
      if (Object.values(change).every((n) => n === 0)) continue;
      const by = changes.get(now.workspaceId) ?? new Map<string, Outcomes>();
      for (const name of ['all', ...(now.mailbox === undefined ? [] : [now.mailbox])])
        by.set(name, addOutcomes(by.get(name) ?? noOutcomes, change));
      changes.set(now.workspaceId, by);
    }
    const batch = createHash('sha256')
      .update(Records.map(({ eventID }) => eventID ?? '').join('\n'))
      .digest('hex');
    for (const [workspaceId, by] of changes) await countAndStop(workspaceId, by, batch);

    async function countAndStop(workspaceId: WorkspaceId, by: OutcomesBy, marker: string): Promise<void> {
      const { outcomes, open } = await reputation.add(workspaceId, by, {
        key: onceKey('reputation', `${workspaceId}#${marker}`),
        ttl: epochSeconds(clock() + MARKER_DAYS * DAY),
      });
      const why = whyStop(outcomes);
      if (why === undefined && !open) return;
      if (!open) log.error('Live sending was stopped', { workspaceId, reason: why ?? '' });
      await reputation.trip(workspaceId, why ?? 'its bounces or complaints reached the limit');
    }
  };
