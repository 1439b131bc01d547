import { Button, Group, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { useDraft } from '../../app/draft.ts';
import { messages } from '../../messages.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import { EditDraft } from './edit-draft.tsx';
import type { Mail } from './mail.ts';
import { mailQuery } from './mail-queries.ts';

const words = messages.mails;

/** Approves a held mail, or rejects it with the reason. */
export const Decide = ({ mail }: { mail: Mail }) => {
  const [rejecting, setRejecting] = useState(false);
  const [tried, setTried] = useState(false);
  const reason = useDraft(`reject ${mail.id}`);
  const queries = useQueryClient();
  const decided = async () => {
    setRejecting(false);
    reason.forget();
    await Promise.all([
      queries.invalidateQueries({ queryKey: mailQuery(mail.id).queryKey }),
      queries.invalidateQueries({ queryKey: ['runs', mail.runId] }),
    ]);
  };
  const params = { messageId: mail.id };
  const approve = useMutation({ mutationFn: () => call('approveMessage', { params }), onSuccess: decided });
  const reject = useMutation({
    mutationFn: () => call('rejectMessage', { params, body: { reason: reason.text.trim() } }),
    onSuccess: decided,
  });
  const missing = reason.text.trim() === '';
  return (
    <div>
      <Group gap="sm">
        <Button onClick={() => approve.mutate()} loading={approve.isPending}>
          {words.approve}
        </Button>
        <Button variant="default" onClick={() => setRejecting(true)} disabled={approve.isPending}>
          {words.reject}
        </Button>
        <EditDraft mail={mail} />
      </Group>
      {approve.error !== null && <ProblemNotice what={words.approveFailed} error={approve.error} wrote />}
      <Confirm
        opened={rejecting}
        close={() => setRejecting(false)}
        title={words.rejectTitle}
        action={words.reject}
        act={() => {
          setTried(true);
          if (!missing) reject.mutate();
        }}
        pending={reject.isPending}
        error={reject.error}
        what={words.rejectFailed}
        harm
      >
        <p>{words.rejectText}</p>
        <Textarea
          label={words.rejectReason}
          value={reason.text}
          onChange={(event) => reason.write(event.currentTarget.value)}
          error={tried && missing ? words.rejectReasonNeeded : undefined}
          maxLength={500}
          rows={3}
          required
          withAsterisk={false}
          data-autofocus
        />
      </Confirm>
    </div>
  );
};
