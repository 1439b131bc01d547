import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { messages } from '../../messages.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { runQuery } from './run-queries.ts';

const words = messages.run;

export const CancelRun = ({ runId }: { runId: string }) => {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => call('cancelRun', { params: { runId } }),
    onSuccess: (run) => {
      setAsking(false);
      queries.setQueryData(runQuery(runId).queryKey, run);
    },
  });
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {words.cancel}
      </Button>
      <Confirm
        opened={asking}
        close={() => setAsking(false)}
        title={words.cancelTitle}
        action={words.cancel}
        act={() => cancel.mutate()}
        pending={cancel.isPending}
        error={cancel.error}
        what={words.cancelFailed}
        harm
        keep={words.cancelKeep}
      >
        <p>{words.cancelText}</p>
      </Confirm>
    </>
  );
};
