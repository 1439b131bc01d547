import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { messages } from '../../messages.ts';
import { Confirm } from '../../parts/confirm.tsx';

const words = messages.reports;

/** Makes a teaser of an assessment and leads to it. */
export const MakeReport = ({ assessmentId }: { assessmentId: string }) => {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const make = useMutation({
    mutationFn: () => call('createReport', { params: { assessmentId }, body: {} }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['reports'] });
      await navigate({ to: '/reports/$reportId', params: { reportId: id } });
    },
  });
  return (
    <>
      <Button onClick={() => setAsking(true)}>{words.make}</Button>
      <Confirm
        opened={asking}
        close={() => setAsking(false)}
        title={words.makeTitle}
        action={words.make}
        act={() => make.mutate()}
        pending={make.isPending}
        error={make.error}
        what={words.makeFailed}
      >
        <p>{words.makeText}</p>
      </Confirm>
    </>
  );
};
