import { Button, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import type { RequestOf } from '../../api/operations.ts';
import { useDraft } from '../../app/draft.ts';
import { messages } from '../../messages.ts';
import { Confirm } from '../../parts/confirm.tsx';

const words = messages.launch;

export type Acknowledged = keyof typeof words.accept;
type What = RequestOf<'addAcknowledgement'>['body']['what'];

const whatOf = (check: Acknowledged, costUsd: number, country: string): What =>
  check === 'cost_estimate'
    ? { kind: 'cost_estimate', costUsd }
    : check === 'countries'
      ? { kind: 'country', country: country.toLowerCase() === 'unknown' ? 'unknown' : country.toUpperCase() }
      : { kind: 'ses_cold_mail' };

/** A button that takes a decision upon oneself, with its reason; the checks run again after it. */
export const Acknowledge = ({
  campaignId,
  check,
  costUsd,
}: {
  campaignId: string;
  check: Acknowledged;
  costUsd: number;
}) => {
  const [asking, setAsking] = useState(false);
  const [tried, setTried] = useState(false);
  const [country, setCountry] = useState('');
  const reason = useDraft(`acknowledge ${campaignId} ${check}`);
  const queries = useQueryClient();
  const add = useMutation({
    mutationFn: () =>
      call('addAcknowledgement', {
        params: { campaignId },
        body: { what: whatOf(check, costUsd, country.trim()), reason: reason.text.trim() },
      }),
    onSuccess: async () => {
      reason.forget();
      setAsking(false);
      setTried(false);
      await queries.invalidateQueries({ queryKey: ['campaigns', campaignId] });
    },
  });
  const noReason = reason.text.trim() === '';
  const noCountry = check === 'countries' && !/^([a-z]{2}|unknown)$/i.test(country.trim());
  return (
    <>
      <Button size="xs" variant="default" mt={6} onClick={() => setAsking(true)}>
        {words.accept[check]}
      </Button>
      <Confirm
        opened={asking}
        close={() => setAsking(false)}
        title={words.accept[check]}
        action={words.accept[check]}
        act={() => {
          setTried(true);
          if (!noReason && !noCountry) add.mutate();
        }}
        pending={add.isPending}
        error={add.error}
        what={words.acceptFailed}
      >
        <p>{words.acceptText}</p>
        {check === 'countries' && (
          <TextInput
            label={words.country}
            description={words.countryHint}
            value={country}
            onChange={(event) => setCountry(event.currentTarget.value)}
            error={tried && noCountry ? words.countryNeeded : undefined}
            maxLength={7}
            mb="sm"
            autoComplete="off"
            data-autofocus
          />
        )}
        <Textarea
          label={words.reason}
          value={reason.text}
          onChange={(event) => reason.write(event.currentTarget.value)}
          error={tried && noReason ? words.reasonNeeded : undefined}
          maxLength={500}
          rows={3}
        />
      </Confirm>
    </>
  );
};
