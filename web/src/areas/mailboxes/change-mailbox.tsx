import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { messages } from '../../messages.ts';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import table from '../../parts/table.module.css';
import { type MailboxView, mailboxesQuery } from './mailbox-queries.ts';

const words = messages.mailboxes;

/** Pauses or resumes a mailbox, which takes nothing away, and tries its sign-in without sending. */
export const ChangeMailbox = ({ mailbox: { id, address, channel, status } }: { mailbox: MailboxView }) => {
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: mailboxesQuery.queryKey });
  const active = status === 'active';
  const move = useMutation({
    mutationFn: () =>
      call('updateMailbox', { params: { mailboxId: id }, body: { status: active ? 'paused' : 'active' } }),
    onSuccess: again,
  });
  const verify = useMutation({
    mutationFn: () => call('verifyMailbox', { params: { mailboxId: id } }),
    onSuccess: again,
  });
  return (
    <>
      <div className={table['actions']}>
        <Button
          variant="default"
          size="xs"
          aria-label={active ? words.pauseNamed(address) : words.resumeNamed(address)}
          loading={move.isPending}
          onClick={() => move.mutate()}
        >
          {active ? words.pause : words.resume}
        </Button>
        {channel === 'smtp' && (
          <Button
            variant="default"
            size="xs"
            aria-label={words.verifyNamed(address)}
            loading={verify.isPending}
            onClick={() => verify.mutate()}
          >
            {words.verify}
          </Button>
        )}
      </div>
      {verify.data !== undefined && <output className={table['block']}>{verify.data.reason ?? words.verifyOk}</output>}
      {move.error !== null && <ProblemNotice what={words.moveFailed} error={move.error} wrote />}
      {verify.error !== null && <ProblemNotice what={words.verifyFailed} error={verify.error} wrote />}
    </>
  );
};
