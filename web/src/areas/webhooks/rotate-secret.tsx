import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { messages } from '../../messages.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { ShownOnce } from '../../parts/shown-once.tsx';
import { endpointQuery } from './webhook-queries.ts';

const words = messages.webhook;
const HOURS = Object.entries(words.overlapHours).map(([value, label]) => ({ value, label }));

/** Makes a new signing secret and shows it, this once; the old one goes on for as long as is said. */
export const RotateSecret = ({ endpointId }: { endpointId: string }) => {
  const [asking, setAsking] = useState(false);
  const [hours, setHours] = useState('24');
  const queries = useQueryClient();
  const rotate = useMutation({
    mutationFn: () => call('rotateWebhookSecret', { params: { endpointId }, body: { overlapHours: Number(hours) } }),
    onSuccess: ({ secret: _, ...endpoint }) => queries.setQueryData(endpointQuery(endpointId).queryKey, endpoint),
  });
  const close = () => {
    setAsking(false);
    // The secret is kept nowhere once it was shown.
    rotate.reset();
  };
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {words.rotate}
      </Button>
      {rotate.data === undefined ? (
        <Confirm
          opened={asking}
          close={close}
          title={words.rotateTitle}
          action={words.rotate}
          act={() => rotate.mutate()}
          pending={rotate.isPending}
          error={rotate.error}
          what={words.rotateFailed}
        >
          <p>{words.rotateText}</p>
          <NativeSelect
            label={words.overlap}
            value={hours}
            onChange={({ currentTarget: { value } }) => setHours(value)}
            data={HOURS}
          />
        </Confirm>
      ) : (
        <ShownOnce
          words={{ ...messages.webhooks.secret, title: words.newSecretTitle }}
          value={rotate.data.secret}
          close={close}
        />
      )}
    </>
  );
};
