import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { messages } from '../../messages.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { assessmentsQuery } from './assessment-queries.ts';

const words = messages.assessments;

/** Asks for an address, starts its assessment and leads to it. */
export const StartAssessment = ({ close }: { close: () => void }) => {
  const [url, setUrl] = useState('');
  const [tried, setTried] = useState(false);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const start = useMutation({
    mutationFn: () => call('startAssessment', { body: { url: url.trim() } }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: assessmentsQuery.queryKey });
      close();
      await navigate({ to: '/assessments/$assessmentId', params: { assessmentId: id } });
    },
  });
  const missing = url.trim().length < 4;
  return (
    <Confirm
      opened
      close={close}
      title={words.startTitle}
      action={words.start}
      act={() => {
        setTried(true);
        if (!missing) start.mutate();
      }}
      pending={start.isPending}
      error={start.error}
      what={words.startFailed}
    >
      <p>{words.startText}</p>
      <TextInput
        label={words.address}
        description={words.addressHint}
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
        error={tried && missing ? words.addressNeeded : undefined}
        maxLength={2_000}
        autoComplete="off"
        data-autofocus
      />
    </Confirm>
  );
};
