import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { messages } from '../../messages.ts';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import type { Mail } from './mail.ts';

const words = messages.mails;

/** Takes a rejection back while its run still waits; the server says when that is over. */
export const Reopen = ({ mail }: { mail: Mail }) => {
  const queries = useQueryClient();
  const reopen = useMutation({
    mutationFn: () => call('reopenMessage', { params: { messageId: mail.id } }),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['mails', mail.id] }),
        queries.invalidateQueries({ queryKey: ['runs', mail.runId] }),
      ]),
  });
  return (
    <div>
      <Button variant="default" onClick={() => reopen.mutate()} loading={reopen.isPending}>
        {words.reopen}
      </Button>
      {reopen.error !== null && <ProblemNotice what={words.reopenFailed} error={reopen.error} wrote />}
    </div>
  );
};
