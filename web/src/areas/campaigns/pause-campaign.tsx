import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Campaign } from '../../../../functions/campaigns/contract.ts';
import { call } from '../../api/call.ts';
import { messages } from '../../messages.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { campaignQuery } from './campaign-queries.ts';

const words = messages.campaign;

/** Pauses (asked first) or resumes a campaign. */
export const PauseButton = ({ campaign }: { campaign: Campaign }) => {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const paused = campaign.status === 'paused';
  const change = useMutation({
    mutationFn: () =>
      call('updateCampaign', {
        params: { campaignId: campaign.id },
        body: { status: paused ? 'active' : 'paused' },
      }),
    onSuccess: (changed) => {
      queries.setQueryData(campaignQuery(campaign.id).queryKey, changed);
      setAsking(false);
      return queries.invalidateQueries({ queryKey: ['campaigns'] });
    },
  });
  if (paused)
    return (
      <Button variant="default" loading={change.isPending} onClick={() => change.mutate()}>
        {words.resume}
      </Button>
    );
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {words.pause}
      </Button>
      <Confirm
        opened={asking}
        close={() => setAsking(false)}
        title={words.pauseTitle}
        action={words.pause}
        act={() => change.mutate()}
        pending={change.isPending}
        error={change.error}
        what={words.pauseFailed}
      >
        <p>{words.pauseText}</p>
      </Confirm>
    </>
  );
};
