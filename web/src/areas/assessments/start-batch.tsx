import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { BatchEstimate } from '../../../../functions/assessment/batch-contract.ts';
import { call } from '../../api/call.ts';
import { formatCount } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Confirm } from '../../parts/confirm.tsx';
import form from '../../parts/form.module.css';
import { Late } from '../../parts/late.tsx';
import { Notice } from '../../parts/notice.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import styles from '../../parts/stack.module.css';
import { batchEstimateQuery, batchesQuery } from './batch-queries.ts';

const words = messages.batches;
const MOST_LEADS = 10_000;
const TYPING_MS = 300;

/** Says what it takes before anything starts: how many websites, what they cost, how long it goes on. */
export const StartBatch = ({ campaignId, close }: { campaignId: string; close: () => void }) => {
  const [text, setText] = useState('100');
  const [asked] = useDebouncedValue(text, TYPING_MS);
  const queries = useQueryClient();
  const limit = wholeNumber(text);
  const askedLimit = wholeNumber(asked);
  const estimate = useQuery({
    ...batchEstimateQuery(campaignId, askedLimit ?? 1),
    enabled: askedLimit !== undefined,
    placeholderData: keepPreviousData,
  });
  const start = useMutation({
    mutationFn: (most: number) => call('startAssessmentBatch', { params: { campaignId }, body: { limit: most } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: batchesQuery(campaignId).queryKey });
      close();
    },
  });
  // Only what was estimated is started: not a number that was typed since.
  const current = estimate.data !== undefined && !estimate.isPlaceholderData && limit === askedLimit;
  return (
    <Confirm
      opened
      close={close}
      title={words.startTitle}
      action={words.start}
      act={() => limit !== undefined && start.mutate(limit)}
      pending={start.isPending}
      blocked={limit === undefined || !current || estimate.data.leads === 0}
      error={start.error}
      what={words.startFailed}
    >
      <div className={form['form']}>
        <TextInput
          label={words.limit}
          description={words.limitHint}
          inputMode="numeric"
          value={text}
          onChange={({ currentTarget: { value } }) => setText(value)}
          error={limit === undefined ? words.limitNeeded : undefined}
          maxLength={6}
          autoComplete="off"
          data-autofocus
        />
        <div aria-live="polite">
          {estimate.error !== null ? (
            <ProblemNotice what={words.estimateFailed} error={estimate.error} retry={() => void estimate.refetch()} />
          ) : estimate.data === undefined ? (
            <Late>{words.estimating}</Late>
          ) : (
            <Estimate estimate={estimate.data} />
          )}
        </div>
      </div>
    </Confirm>
  );
};

const wholeNumber = (text: string): number | undefined => {
  const number = Number(text.trim().replaceAll(',', ''));
  return text.trim() !== '' && Number.isInteger(number) && number >= 1 && number <= MOST_LEADS ? number : undefined;
};

/** The provider's own name; one that this page does not know goes by what the API calls it. */
const providerName = (code: string): string =>
  Object.entries(messages.providers.name).find(([each]) => each === code)?.[1] ?? code;

const Estimate = ({ estimate }: { estimate: BatchEstimate }) => {
  const { leads, perLead, lowUsd, highUsd, minutesAtMost } = estimate;
  if (leads === 0)
    return (
      <Notice tone="wait">
        <p>{words.noLeads}</p>
      </Notice>
    );
  return (
    <section aria-label={words.estimate}>
      <dl className={styles['facts']}>
        <div>
          <dt>{words.leads}</dt>
          <dd>{formatCount(leads)}</dd>
        </div>
        <div>
          <dt>{words.time}</dt>
          <dd>{words.minutes(minutesAtMost)}</dd>
        </div>
        <div>
          <dt>{words.price}</dt>
          <dd>
            {perLead.length === 0 ? words.free : words.between(lowUsd, highUsd)}
            {perLead.map(({ provider, microUsd }) => (
              <div key={provider}>{words.perLead(providerName(provider), microUsd / 1_000_000)}</div>
            ))}
          </dd>
        </div>
      </dl>
    </section>
  );
};
