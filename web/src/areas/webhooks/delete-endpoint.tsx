import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { WebhookEndpointView } from '../../../../functions/accounts/webhook-contract.ts';
import { call } from '../../api/call.ts';
import { messages } from '../../messages.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { endpointsQuery } from './webhook-queries.ts';

const words = messages.webhook;

/** Deletes an endpoint once it is confirmed, and leads back to the others. */
export const DeleteEndpoint = ({ endpoint: { id, url } }: { endpoint: WebhookEndpointView }) => {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => call('deleteWebhookEndpoint', { params: { endpointId: id } }),
    onSuccess: async () => {
      await navigate({ to: '/settings/webhooks' });
      // What is asked by the page that was left is not asked again: it is gone.
      await queries.invalidateQueries({ queryKey: endpointsQuery.queryKey, exact: true });
    },
  });
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {words.remove}
      </Button>
      <Confirm
        opened={asking}
        close={() => setAsking(false)}
        title={words.removeTitle}
        action={words.remove}
        act={() => remove.mutate()}
        pending={remove.isPending}
        error={remove.error}
        what={words.removeFailed}
        harm
      >
        <p>
          <b>{url}</b>
        </p>
        <p>{words.removeText}</p>
      </Confirm>
    </>
  );
};
