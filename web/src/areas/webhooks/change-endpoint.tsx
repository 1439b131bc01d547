import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { WebhookEndpointView } from '../../../../functions/accounts/webhook-contract.ts';
import { call } from '../../api/call.ts';
import type { RequestOf } from '../../api/operations.ts';
import { messages } from '../../messages.ts';
import { EndpointForm } from './endpoint-form.tsx';
import { endpointQuery, endpointsQuery } from './webhook-queries.ts';

const words = messages.webhook;

/** Changes an endpoint; what is shown is what the server then says. */
export const useChangeEndpoint = (endpointId: string, done: () => void = () => undefined) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: RequestOf<'updateWebhookEndpoint'>['body']) =>
      call('updateWebhookEndpoint', { params: { endpointId }, body }),
    onSuccess: (changed) => {
      queries.setQueryData(endpointQuery(endpointId).queryKey, changed);
      done();
      return queries.invalidateQueries({ queryKey: endpointsQuery.queryKey, exact: true });
    },
  });
};

export const ChangeEndpoint = ({ endpoint }: { endpoint: WebhookEndpointView }) => {
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  const change = useChangeEndpoint(endpoint.id, close);
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {words.change}
      </Button>
      {asking && (
        <EndpointForm
          title={words.changeTitle}
          action={words.save}
          what={words.changeFailed}
          given={endpoint}
          save={({ url, description, eventTypes }) => change.mutate({ url, description, eventTypes })}
          pending={change.isPending}
          error={change.error}
          close={close}
        />
      )}
    </>
  );
};
