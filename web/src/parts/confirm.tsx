import { Button, Group, Modal, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { messages } from '../messages.ts';
import { ProblemNotice } from './problem-notice.tsx';

/**
 * Asks before something that cannot be undone is done. With `typed`, the words must be typed as well. Nothing is shown as done before the
 * server says so.
 */
export const Confirm = ({
  opened,
  close,
  title,
  children,
  action,
  act,
  pending,
  error,
  what,
  harm = false,
  blocked = false,
  typed,
  keep = messages.app.cancel,
}: {
  opened: boolean;
  close: () => void;
  title: string;
  children: ReactNode;
  action: string;
  act: () => void;
  pending: boolean;
  error: Error | null;
  what: string;
  harm?: boolean;
  /** Whether it cannot be done yet, for a reason that the children say. */
  blocked?: boolean;
  typed?: string | undefined;
  keep?: string;
}) => {
  const [text, setText] = useState('');
  const ready = typed === undefined || text.trim() === typed;
  return (
    <Modal opened={opened} onClose={close} title={title} centered>
      {children}
      {typed !== undefined && (
        <TextInput
          mt="md"
          label={messages.campaign.typeName(typed)}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autoComplete="off"
        />
      )}
      {error !== null && <ProblemNotice what={what} error={error} wrote />}
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={close}>
          {keep}
        </Button>
        <Button {...(harm ? { color: 'harm.7' } : {})} onClick={act} loading={pending} disabled={!ready || blocked}>
          {action}
        </Button>
      </Group>
    </Modal>
  );
};
