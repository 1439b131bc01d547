import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AssessmentBatch } from '../../../../functions/assessment/batch-contract.ts';
import { call } from '../../api/call.ts';
import { messages } from '../../messages.ts';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import { batchesQuery } from './batch-queries.ts';

const words = messages.batches;

/** Stops a batch, or goes on where it stopped. Neither loses anything, so neither is asked about first. */
export const MoveBatch = ({ batch: { id, campaignId, status } }: { batch: AssessmentBatch }) => {
  const queries = useQueryClient();
  const running = status === 'running';
  const move = useMutation({
    mutationFn: () =>
      call(running ? 'cancelAssessmentBatch' : 'resumeAssessmentBatch', { params: { campaignId, batchId: id } }),
    // Refused or not: where it stands now is what the server says.
    onSettled: () => queries.invalidateQueries({ queryKey: batchesQuery(campaignId).queryKey }),
  });
  return (
    <>
      <Button variant="default" size="xs" loading={move.isPending} onClick={() => move.mutate()}>
        {running ? words.cancel : words.resume}
      </Button>
      {move.error !== null && (
        <ProblemNotice what={running ? words.cancelFailed : words.resumeFailed} error={move.error} wrote />
      )}
    </>
  );
};
