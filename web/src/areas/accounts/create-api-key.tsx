import { Button, Group, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { call } from '../../api/call.ts';
import { useDraft } from '../../app/draft.ts';
import { messages } from '../../messages.ts';
import styles from '../../parts/form.module.css';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import { ShownOnce } from '../../parts/shown-once.tsx';
import { apiKeysQuery } from './api-key-queries.ts';

const words = messages.apiKeys;
const MODES = ['sandbox', 'live'] as const;
const ROLES = ['member', 'viewer', 'admin'] as const;

/** Asks what the key is for, then shows it, this once. */
export const CreateApiKey = ({ close }: { close: () => void }) => {
  const name = useDraft('api key name');
  const [mode, setMode] = useState<(typeof MODES)[number]>('sandbox');
  const [role, setRole] = useState<(typeof ROLES)[number]>('member');
  const [tried, setTried] = useState(false);
  const queries = useQueryClient();
  const create = useMutation({
    mutationFn: () => call('createApiKey', { body: { name: name.text.trim(), mode, role } }),
    onSuccess: () => {
      name.forget();
      return queries.invalidateQueries({ queryKey: apiKeysQuery.queryKey });
    },
  });
  const missing = name.text.trim() === '';
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    if (!missing) create.mutate();
  };
  if (create.data !== undefined) return <ShownOnce words={words.shownOnce} value={create.data.key} close={close} />;
  return (
    <Modal opened onClose={close} title={words.createTitle} centered>
      <form onSubmit={submit} noValidate className={styles['form']}>
        <TextInput
          label={words.nameLabel}
          description={words.nameHint}
          value={name.text}
          onChange={(event) => name.write(event.currentTarget.value)}
          error={tried && missing ? words.nameNeeded : undefined}
          maxLength={80}
          autoComplete="off"
          data-autofocus
        />
        <NativeSelect
          label={words.modeLabel}
          description={words.modeHint}
          value={mode}
          onChange={(event) => setMode(MODES.find((each) => each === event.currentTarget.value) ?? 'sandbox')}
          data={MODES.map((each) => ({ value: each, label: words.keyMode[each] }))}
        />
        <NativeSelect
          label={words.roleLabel}
          value={role}
          onChange={(event) => setRole(ROLES.find((each) => each === event.currentTarget.value) ?? 'member')}
          data={ROLES.map((each) => ({ value: each, label: messages.app.role[each] }))}
        />
        {create.error !== null && <ProblemNotice what={words.createFailed} error={create.error} wrote />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={close}>
            {messages.app.cancel}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {words.create}
          </Button>
        </Group>
      </form>
    </Modal>
  );
};
