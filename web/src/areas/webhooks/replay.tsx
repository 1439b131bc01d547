import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { WebhookDeliveryView } from '../../../../functions/accounts/webhook-contract.ts';
import { call } from '../../api/call.ts';
import { formatTime } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { endpointQuery } from './webhook-queries.ts';

const words = messages.delivery;

/** Sends a webhook again, under its id, once it is confirmed. */
export const Replay = ({
  delivery: { id, endpointId, createdAt },
  inRow = false,
}: {
  delivery: WebhookDeliveryView;
  inRow?: boolean;
}) => {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const replay = useMutation({
    mutationFn: () => call('replayWebhookDelivery', { params: { endpointId, deliveryId: id }, body: {} }),
    onSuccess: () => {
      setAsking(false);
      // The log and the page of this webhook stand below it.
      return queries.invalidateQueries({ queryKey: endpointQuery(endpointId).queryKey });
    },
  });
  return (
    <>
      <Button
        variant="default"
        onClick={() => setAsking(true)}
        {...(inRow ? { size: 'xs', 'aria-label': words.replayNamed(formatTime(createdAt)) } : {})}
      >
        {words.replay}
      </Button>
      <Confirm
        opened={asking}
        close={() => setAsking(false)}
        title={words.replayTitle}
        action={words.replay}
        act={() => replay.mutate()}
        pending={replay.isPending}
        error={replay.error}
        what={words.replayFailed}
      >
        <p>{words.replayText}</p>
      </Confirm>
    </>
  );
};
