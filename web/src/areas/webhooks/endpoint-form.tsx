import { Button, Checkbox, Group, Modal, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { WebhookEndpointView, WebhookEventType } from '../../../../functions/accounts/webhook-contract.ts';
import { messages } from '../../messages.ts';
import styles from '../../parts/form.module.css';
import { ProblemNotice } from '../../parts/problem-notice.tsx';

const words = messages.webhooks;
const EVENT_TYPES = Object.keys(words.eventMeaning) as WebhookEventType[];
export type EndpointFields = Pick<WebhookEndpointView, 'url' | 'description' | 'eventTypes'>;

/** Asks where webhooks go and of what they tell. */
export const EndpointForm = ({
  title,
  action,
  what,
  given,
  save,
  pending,
  error,
  close,
}: {
  title: string;
  action: string;
  what: string;
  given: EndpointFields;
  save: (fields: EndpointFields) => void;
  pending: boolean;
  error: Error | null;
  close: () => void;
}) => {
  const [fields, setFields] = useState(given);
  const [tried, setTried] = useState(false);
  const url = fields.url.trim();
  const missing = !/^https?:\/\/./.test(url);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (!missing) save({ ...fields, url, description: fields.description.trim() });
  };
  return (
    <Modal opened onClose={close} title={title} centered>
      <form onSubmit={submit} noValidate className={styles['form']}>
        <TextInput
          label={words.urlLabel}
          description={words.urlHint}
          value={fields.url}
          onChange={({ currentTarget: { value } }) => setFields({ ...fields, url: value })}
          error={tried && missing ? words.urlNeeded : undefined}
          type="url"
          maxLength={2_000}
          autoComplete="off"
          data-autofocus
        />
        <TextInput
          label={words.descriptionLabel}
          description={words.descriptionHint}
          value={fields.description}
          onChange={({ currentTarget: { value } }) => setFields({ ...fields, description: value })}
          maxLength={200}
          autoComplete="off"
        />
        <Checkbox.Group
          label={words.eventsLabel}
          description={words.eventsHint}
          value={fields.eventTypes}
          onChange={(chosen: string[]) =>
            setFields({ ...fields, eventTypes: EVENT_TYPES.filter((type) => chosen.includes(type)) })
          }
        >
          <div className={styles['choices']}>
            {EVENT_TYPES.map((type) => (
              <Checkbox key={type} value={type} label={words.eventMeaning[type]} description={type} />
            ))}
          </div>
        </Checkbox.Group>
        {error !== null && <ProblemNotice what={what} error={error} wrote />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={close}>
            {messages.app.cancel}
          </Button>
          <Button type="submit" loading={pending}>
            {action}
          </Button>
        </Group>
      </form>
    </Modal>
  );
};
