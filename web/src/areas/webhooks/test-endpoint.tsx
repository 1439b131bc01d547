import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { WebhookEndpointView } from '../../../../functions/accounts/webhook-contract.ts';
import { call } from '../../api/call.ts';
import { messages } from '../../messages.ts';
import { Notice } from '../../parts/notice.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import { whyFailed } from './delivery-state.tsx';
import { deliveryQuery, endpointQuery } from './webhook-queries.ts';

const words = messages.webhook;

export const useTestEndpoint = (endpointId: string) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call('testWebhookEndpoint', { params: { endpointId }, body: {} }),
    onSuccess: () => queries.invalidateQueries({ queryKey: endpointQuery(endpointId).queryKey }),
  });
};
type Test = ReturnType<typeof useTestEndpoint>;

export const TestButton = ({ endpoint, test }: { endpoint: WebhookEndpointView; test: Test }) => (
  <Button
    onClick={() => test.mutate()}
    loading={test.isPending}
    disabled={!endpoint.enabled}
    {...(endpoint.enabled ? {} : { title: words.testOff })}
  >
    {words.test}
  </Button>
);

/** What came of the test that was last asked for on this page. */
export const TestOutcome = ({ endpointId, test }: { endpointId: string; test: Test }) => {
  if (test.error !== null) return <ProblemNotice what={words.testFailed} error={test.error} wrote />;
  if (test.data === undefined) return null;
  return <Outcome endpointId={endpointId} deliveryId={test.data.id} />;
};

const Outcome = ({ endpointId, deliveryId }: { endpointId: string; deliveryId: string }) => {
  const { data: sent } = useQuery(deliveryQuery(endpointId, deliveryId));
  return (
    <div role="status">
      {sent?.status === 'delivered' ? (
        <Notice>
          <p>{words.testDelivered(sent.httpStatus ?? 200)}</p>
        </Notice>
      ) : sent === undefined || sent.attempts === 0 ? (
        <Notice>
          <p>{words.testSent}</p>
        </Notice>
      ) : (
        <Notice tone="harm">
          <p>{words.testNotDelivered(whyFailed(sent) ?? '')}</p>
        </Notice>
      )}
    </div>
  );
};
