import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { messages } from '../../messages.ts';
import { Notice } from '../../parts/notice.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import { type Report, reportQuery } from './report-queries.ts';

const words = messages.report;

/** Why a report could not be made, and another try. */
export const ReportFailed = ({
  report: { id, failure },
  mayRetry,
  asked,
}: {
  report: Report;
  mayRetry: boolean;
  asked: () => void;
}) => {
  const queries = useQueryClient();
  const retry = useMutation({
    mutationFn: () => call('retryReport', { params: { reportId: id } }),
    onSuccess: () => {
      asked();
      return queries.invalidateQueries({ queryKey: reportQuery(id).queryKey, exact: true });
    },
  });
  if (failure === null) return null;
  return (
    <>
      <Notice tone="harm" title={words.failedTitle}>
        <p>{failure.detail}</p>
        {mayRetry && (
          <Button variant="default" size="sm" mt="xs" loading={retry.isPending} onClick={() => retry.mutate()}>
            {words.retry}
          </Button>
        )}
      </Notice>
      {retry.error !== null && <ProblemNotice what={words.retryFailed} error={retry.error} wrote />}
    </>
  );
};
