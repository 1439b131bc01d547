import { createHash } from 'node:crypto';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { onceKey } from '../platform/keys.ts';
import { toUsd } from '../platform/money.ts';
import type { Item } from '../platform/table.ts';
import { type Clock, DAY, epochSeconds } from '../platform/time.ts';
import { countChange, discoveryCost, openRecipients, type RunChange, sumByRun } from './run-counters.ts';
import { isClosed, type RunStore } from './run-store.ts';
import type { SettleRun } from './settle-run.ts';

const MARKER_DAYS = 7;

const image = (attributes: Record<string, unknown> | undefined): Item | undefined =>
  attributes === undefined ? undefined : unmarshall(attributes as Record<string, AttributeValue>);

/**
 * Moves run counters by what the table's stream tells. One transaction a run and batch carries a marker made of the batch's event ids, so
 * that a repeated batch moves nothing; `settle` reads the messages themselves and does not rest on these numbers.
 */
export const createProjectRunCounters =
  ({ runs, settle, clock }: { runs: RunStore; settle: SettleRun; clock: Clock }) =>
  async (event: DynamoDBStreamEvent): Promise<void> => {
    const changes: RunChange[] = [];
    for (const { dynamodb } of event.Records) {
      const change = countChange(image(dynamodb?.OldImage), image(dynamodb?.NewImage));
      if (change !== undefined) changes.push(change);
    }
    if (changes.length === 0) return;
    const batch = createHash('sha256')
      .update(event.Records.map(({ eventID }) => eventID ?? '').join('\n'))
      .digest('hex');
    for (const { workspaceId, runId, deltas } of sumByRun(changes)) {
      const run = await runs.addCounters(workspaceId, runId, deltas, {
        key: onceKey('run-counters', `${runId}#${batch}`),
        ttl: epochSeconds(clock() + MARKER_DAYS * DAY),
      });
      const messageMoved = Object.keys(deltas).some((name) => /^(?:state|followUp)\./.test(name));
      const cost = (deltas['costMicroUsd'] ?? 0) !== 0;
      if (run === undefined || isClosed(run)) continue;
      const spent = (run.counts['costMicroUsd'] ?? 0) + discoveryCost(Object.values(run.discovered));
      if (cost && spent >= run.costCapMicroUsd) {
        await runs.setGates(workspaceId, runId, false, 'cost_cap');
        await runs.addWarning(workspaceId, runId, capReached(run.costCapMicroUsd));
      }
      const nobodyWaits =
        run.status === 'awaiting_approval' ? (run.counts['state.draft'] ?? 0) <= 0 : openRecipients(run.counts) === 0;
      if (messageMoved && nobodyWaits) await settle(workspaceId, runId);
    }
  };

/** A run that holds its mails for good has to say so: nothing else tells why it does not end. */
const capReached = (costCapMicroUsd: number): string =>
  `Its cost cap of $${toUsd(costCapMicroUsd).toFixed(2)} is reached: mails that are not sent yet stay unsent. ` +
  'Where any are left, cancel the run, raise the campaign’s cap (costCapUsd) and start another.';
