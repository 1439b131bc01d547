import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { useDraft } from '../../app/draft.ts';
import { messages } from '../../messages.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { suppressionsQuery } from './suppression-queries.ts';

const words = messages.suppressions;

/** Adds an address or, when there is no @ in it, a whole domain. */
export const AddSuppression = ({ close }: { close: () => void }) => {
  const value = useDraft('suppression');
  const [tried, setTried] = useState(false);
  const queries = useQueryClient();
  const add = useMutation({
    mutationFn: () => {
      const text = value.text.trim();
      return call('addSuppression', { body: { kind: text.includes('@') ? 'address' : 'domain', value: text } });
    },
    onSuccess: async () => {
      value.forget();
      await queries.invalidateQueries({ queryKey: suppressionsQuery.queryKey });
      close();
    },
  });
  const missing = value.text.trim().length < 3;
  return (
    <Confirm
      opened
      close={close}
      title={words.addTitle}
      action={words.addAction}
      act={() => {
        setTried(true);
        if (!missing) add.mutate();
      }}
      pending={add.isPending}
      error={add.error}
      what={words.addFailed}
    >
      <p>{words.addText}</p>
      <TextInput
        label={words.valueLabel}
        description={words.valueHint}
        value={value.text}
        onChange={(event) => value.write(event.currentTarget.value)}
        error={tried && missing ? words.valueNeeded : undefined}
        maxLength={254}
        autoComplete="off"
        data-autofocus
      />
    </Confirm>
  );
};
