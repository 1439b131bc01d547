import { Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RunView } from '../../../../functions/campaigns/contract.ts';
import { call } from '../../api/call.ts';
import { messages } from '../../messages.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { ButtonLink } from '../../parts/links.tsx';
import { Notice } from '../../parts/notice.tsx';

const words = messages.run;

/** The run waits for a person: how many mails, and the two ways to go on. */
export const ReviewCall = ({ run, mayDecide }: { run: RunView; mayDecide: boolean }) => {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const waiting = run.recipients.byState.draft ?? 0;
  const approve = useMutation({
    mutationFn: () => call('approveRun', { params: { runId: run.id } }),
    onSuccess: () => {
      setAsking(false);
      return queries.invalidateQueries({ queryKey: ['runs', run.id] });
    },
  });
  return (
    <Notice tone="wait" title={words.waiting(waiting)}>
      <p>{words.waitingText}</p>
      <Group gap="sm" mt="sm">
        <ButtonLink to="/runs/$runId/messages" params={{ runId: run.id }} search={{ state: 'draft' }} variant="default">
          {words.reviewThem}
        </ButtonLink>
        {mayDecide && waiting > 0 && <Button onClick={() => setAsking(true)}>{words.approveAll(waiting)}</Button>}
      </Group>
      <Confirm
        opened={asking}
        close={() => setAsking(false)}
        title={words.approveAllTitle(waiting)}
        action={words.approveAll(waiting)}
        act={() => approve.mutate()}
        pending={approve.isPending}
        error={approve.error}
        what={words.approveAllFailed}
      >
        <p>{words.approveAllText}</p>
      </Confirm>
    </Notice>
  );
};
