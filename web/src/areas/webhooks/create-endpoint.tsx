import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { call } from '../../api/call.ts';
import { messages } from '../../messages.ts';
import { ShownOnce } from '../../parts/shown-once.tsx';
import { type EndpointFields, EndpointForm } from './endpoint-form.tsx';
import { endpointsQuery } from './webhook-queries.ts';

const words = messages.webhooks;
const NOTHING: EndpointFields = { url: '', description: '', eventTypes: [] };

/** Asks for an address, then shows its signing secret, this once, and leads to it. */
export const CreateEndpoint = ({ close }: { close: () => void }) => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const create = useMutation({
    mutationFn: ({ url, description, eventTypes }: EndpointFields) =>
      call('createWebhookEndpoint', {
        body: { url, eventTypes, ...(description === '' ? {} : { description }) },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: endpointsQuery.queryKey }),
  });
  const made = create.data;
  if (made !== undefined)
    return (
      <ShownOnce
        words={words.secret}
        value={made.secret}
        close={() => {
          close();
          void navigate({ to: '/settings/webhooks/$endpointId', params: { endpointId: made.id } });
        }}
      />
    );
  return (
    <EndpointForm
      title={words.create}
      action={words.create}
      what={words.createFailed}
      given={NOTHING}
      save={(fields) => create.mutate(fields)}
      pending={create.isPending}
      error={create.error}
      close={close}
    />
  );
};
