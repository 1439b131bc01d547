import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { formatTime } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { type ReportLink, reportLinksQuery } from './report-queries.ts';

const words = messages.reportLinks;

/** Takes a link back once it is confirmed. */
export const RevokeReportLink = ({ link: { id, reportId, kind, createdAt } }: { link: ReportLink }) => {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => call('revokeReportLink', { params: { reportId, linkId: id } }),
    onSuccess: () => {
      setAsking(false);
      return queries.invalidateQueries({ queryKey: reportLinksQuery(reportId).queryKey });
    },
  });
  return (
    <>
      <Button
        variant="default"
        size="xs"
        aria-label={words.revokeNamed(kind, formatTime(createdAt))}
        onClick={() => setAsking(true)}
      >
        {words.revoke}
      </Button>
      <Confirm
        opened={asking}
        close={() => setAsking(false)}
        title={words.revokeTitle}
        action={words.revoke}
        act={() => revoke.mutate()}
        pending={revoke.isPending}
        error={revoke.error}
        what={words.revokeFailed}
        harm
      >
        <p>{words.revokeText}</p>
      </Confirm>
    </>
  );
};
