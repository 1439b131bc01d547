import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Campaign } from '../../../../functions/campaigns/contract.ts';
import { call } from '../../api/call.ts';
import { messages } from '../../messages.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { meQuery } from '../accounts/me.ts';
import { runQuery } from '../runs/run-queries.ts';

const words = messages.campaign;

/** Starts a run once it is confirmed; a live one only with the campaign's name typed. */
export const StartRunButton = ({ campaign }: { campaign: Campaign }) => {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { data: me } = useQuery(meQuery);
  const start = useMutation({
    mutationFn: () => call('startRun', { params: { campaignId: campaign.id } }),
    onSuccess: async (run) => {
      queries.setQueryData(runQuery(run.id).queryKey, run);
      void queries.invalidateQueries({ queryKey: ['campaigns'] });
      void queries.invalidateQueries({ queryKey: ['runs', 'recent'] });
      await navigate({ to: '/runs/$runId', params: { runId: run.id } });
    },
  });
  const live = me?.mode === 'live';
  const paused = campaign.status === 'paused';
  return (
    <>
      <Button
        onClick={() => setAsking(true)}
        disabled={paused || me === undefined}
        {...(paused ? { title: words.pausedCannotStart } : {})}
      >
        {words.startRun}
      </Button>
      <Confirm
        opened={asking}
        close={() => setAsking(false)}
        title={words.startTitle}
        action={words.startRun}
        act={() => start.mutate()}
        pending={start.isPending}
        error={start.error}
        what={words.startFailed}
        typed={live ? campaign.name : undefined}
      >
        <p>
          {live ? words.startLive : words.startSandbox}{' '}
          {campaign.approval === 'review' ? words.startReview : words.startAuto} {words.startCap(campaign.costCapUsd)}
        </p>
      </Confirm>
    </>
  );
};
