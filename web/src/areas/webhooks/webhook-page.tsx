import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { WebhookEndpointView } from '../../../../functions/accounts/webhook-contract.ts';
import { formatTime, formatTimeWithZone } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Card } from '../../parts/card.tsx';
import { WaitingRows } from '../../parts/late.tsx';
import { TextLink } from '../../parts/links.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import styles from '../../parts/stack.module.css';
import { useMay } from '../accounts/me.ts';
import { ChangeEndpoint, useChangeEndpoint } from './change-endpoint.tsx';
import { DeleteEndpoint } from './delete-endpoint.tsx';
import { DeliveryLog } from './delivery-log.tsx';
import { EndpointState, toldOf } from './endpoint-state.tsx';
import { RotateSecret } from './rotate-secret.tsx';
import { TestButton, TestOutcome, useTestEndpoint } from './test-endpoint.tsx';
import { endpointQuery } from './webhook-queries.ts';

const words = messages.webhook;
const route = getRouteApi('/settings/webhooks/$endpointId');
const above = <TextLink to="/settings/webhooks">{messages.webhooks.title}</TextLink>;

/** One endpoint: what it is told of, its switches, and what was sent to it. */
export const WebhookPage = () => {
  const { endpointId } = route.useParams();
  const { data: endpoint, error, isPending, refetch } = useQuery(endpointQuery(endpointId));
  if (endpoint === undefined)
    return (
      <>
        <PageHead title={messages.webhooks.title} above={above} />
        {isPending && <WaitingRows />}
        {error !== null && <ProblemNotice what={words.load} error={error} retry={() => void refetch()} />}
      </>
    );
  return <Endpoint key={endpoint.id} endpoint={endpoint} />;
};

const Endpoint = ({ endpoint }: { endpoint: WebhookEndpointView }) => {
  const may = useMay();
  const test = useTestEndpoint(endpoint.id);
  const change = useChangeEndpoint(endpoint.id);
  return (
    <>
      <PageHead
        title={endpoint.url}
        above={above}
        tags={<EndpointState endpoint={endpoint} />}
        actions={
          may.manageKeys && (
            <>
              <DeleteEndpoint endpoint={endpoint} />
              <RotateSecret endpointId={endpoint.id} />
              <ChangeEndpoint endpoint={endpoint} />
              <Button
                variant="default"
                loading={change.isPending}
                onClick={() => change.mutate({ enabled: !endpoint.enabled })}
              >
                {endpoint.enabled ? words.switchOff : words.switchOn}
              </Button>
              <TestButton endpoint={endpoint} test={test} />
            </>
          )
        }
      >
        {endpoint.description !== '' && <p>{endpoint.description}</p>}
      </PageHead>
      <div className={styles['stack']}>
        {change.error !== null && <ProblemNotice what={words.switchFailed} error={change.error} wrote />}
        {endpoint.disabledReason !== null && (
          <Notice
            tone={endpoint.disabledReason === 'gone' ? 'harm' : 'wait'}
            title={messages.webhooks.offReason[endpoint.disabledReason]}
          >
            <p>{words.offNote}</p>
          </Notice>
        )}
        <TestOutcome endpointId={endpoint.id} test={test} />
        <DeliveryLog endpointId={endpoint.id} mayReplay={may.manageKeys && endpoint.enabled} />
        <EndpointFacts endpoint={endpoint} />
      </div>
    </>
  );
};

const EndpointFacts = ({ endpoint }: { endpoint: WebhookEndpointView }) => {
  const { eventTypes, previousSecretUntil, createdAt, updatedAt } = endpoint;
  const facts: readonly (readonly [string, string])[] = [
    [messages.webhooks.events, toldOf(eventTypes)],
    ...(previousSecretUntil === null ? [] : ([[words.twoSecrets, formatTimeWithZone(previousSecretUntil)]] as const)),
    [messages.webhooks.created, formatTime(createdAt)],
    [words.changed, formatTime(updatedAt)],
  ];
  return (
    <Card title={words.about}>
      <dl className={styles['facts']}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
};
