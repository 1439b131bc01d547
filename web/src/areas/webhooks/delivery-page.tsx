import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { WebhookAttempt } from '../../../../functions/accounts/webhook-contract.ts';
import type { AnswerOf } from '../../api/operations.ts';
import { formatTime, formatTimeWithZone } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Card } from '../../parts/card.tsx';
import { WaitingRows } from '../../parts/late.tsx';
import { TextLink } from '../../parts/links.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import styles from '../../parts/stack.module.css';
import table from '../../parts/table.module.css';
import { useMay } from '../accounts/me.ts';
import own from './delivery-page.module.css';
import { DeliveryStateTag, eventName, whyFailed } from './delivery-state.tsx';
import { Replay } from './replay.tsx';
import { deliveryQuery, endpointQuery } from './webhook-queries.ts';

const words = messages.delivery;
const route = getRouteApi('/settings/webhooks/$endpointId/deliveries/$deliveryId');

/** One webhook: where it stands, and what was sent and answered at each attempt. */
export const DeliveryPage = () => {
  const { endpointId, deliveryId } = route.useParams();
  const { data: delivery, error, isPending, refetch } = useQuery(deliveryQuery(endpointId, deliveryId));
  const endpoint = useQuery(endpointQuery(endpointId)).data;
  const may = useMay();
  return (
    <>
      <PageHead
        key={delivery?.id ?? 'waiting'}
        title={delivery === undefined ? words.facts : eventName(delivery.type)}
        above={
          <TextLink to="/settings/webhooks/$endpointId" params={{ endpointId }}>
            {endpoint?.url ?? messages.webhooks.title}
          </TextLink>
        }
        tags={delivery !== undefined && <DeliveryStateTag state={delivery.status} />}
        actions={
          may.manageKeys && delivery !== undefined && endpoint?.enabled === true && <Replay delivery={delivery} />
        }
      />
      {isPending && <WaitingRows />}
      {error !== null && <ProblemNotice what={words.load} error={error} retry={() => void refetch()} />}
      {delivery !== undefined && (
        <div className={styles['stack']}>
          <Facts delivery={delivery} />
          {delivery.log.length === 0 && (
            <Card title={words.attempts(0)}>
              <p>{words.noAttempt}</p>
            </Card>
          )}
          {delivery.log
            .map((attempt, index) => <Attempt key={attempt.at} attempt={attempt} number={index + 1} />)
            .reverse()}
        </div>
      )}
    </>
  );
};

const Facts = ({ delivery }: { delivery: AnswerOf<'getWebhookDelivery'> }) => {
  const { webhookId, type, nextAttemptAt, createdAt, attempts } = delivery;
  const log = messages.deliveries;
  const facts: readonly (readonly [string, string])[] = [
    [log.when, formatTimeWithZone(createdAt)],
    [log.event, type],
    [
      log.answer,
      whyFailed(delivery) ?? (delivery.httpStatus === null ? log.noAnswer : log.answered(delivery.httpStatus)),
    ],
    [log.attempts, words.attempts(attempts)],
    [log.next, nextAttemptAt === null ? log.noNext : formatTimeWithZone(nextAttemptAt)],
  ];
  return (
    <Card title={words.facts}>
      <dl className={styles['facts']}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{words.id}</dt>
          <dd>
            <code>{webhookId}</code>
            <span className={table['block']}>{words.idMeaning}</span>
          </dd>
        </div>
      </dl>
    </Card>
  );
};

const Attempt = ({ attempt, number }: { attempt: WebhookAttempt; number: number }) => {
  const { at, milliseconds, request, response, reason } = attempt;
  const why = whyFailed({ reason, httpStatus: response?.status ?? null });
  return (
    <Card title={words.attempt(number)} aside={`${formatTime(at)}, ${words.took(milliseconds)}`}>
      <div className={styles['pair']}>
        <section>
          <b>{words.sent}</b>
          <Body text={request.body} />
          <details className={own['headers']}>
            <summary>{words.headers}</summary>
            <Body
              text={Object.entries(request.headers)
                .map(([name, value]) => `${name}: ${value}`)
                .join('\n')}
            />
          </details>
        </section>
        <section>
          <b>{words.answer}</b>
          <p>{why ?? (response === null ? '' : messages.deliveries.answered(response.status))}</p>
          {response?.retryAfter != null && <p>{words.retryAfter(response.retryAfter)}</p>}
          {response !== null && <Body text={response.body} />}
        </section>
      </div>
    </Card>
  );
};

const Body = ({ text }: { text: string }) =>
  text === '' ? <p className={table['soft']}>{words.noBody}</p> : <pre className={own['body']}>{text}</pre>;
