import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ProviderName } from '../../../../functions/accounts/contract.ts';
import { call } from '../../api/call.ts';
import { messages } from '../../messages.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { providersQuery } from './provider-queries.ts';

const words = messages.providers;

/** Stores a provider's key, or puts another in its place. What is typed is kept nowhere else. */
export const StoreCredential = ({ provider, configured }: { provider: ProviderName; configured: boolean }) => {
  const [asking, setAsking] = useState(false);
  const [apiKey, setApiKey] = useState('');
  const [tried, setTried] = useState(false);
  const queries = useQueryClient();
  const close = () => {
    setAsking(false);
    setApiKey('');
    setTried(false);
  };
  const store = useMutation({
    // Nothing in the cache of mutations, where what was sent would stay for minutes.
    gcTime: 0,
    mutationFn: () => call('putProviderCredential', { params: { provider }, body: { apiKey: apiKey.trim() } }),
    onSuccess: () => {
      close();
      return queries.invalidateQueries({ queryKey: providersQuery.queryKey });
    },
  });
  const missing = apiKey.trim() === '';
  const named = configured ? words.replaceNamed(provider) : words.putNamed(provider);
  return (
    <>
      <Button variant="default" size="xs" aria-label={named} onClick={() => setAsking(true)}>
        {configured ? words.replace : words.put}
      </Button>
      <Confirm
        opened={asking}
        close={close}
        title={named}
        action={configured ? words.replace : words.put}
        act={() => {
          setTried(true);
          if (!missing) store.mutate();
        }}
        pending={store.isPending}
        error={store.error}
        what={words.putFailed}
      >
        <TextInput
          label={words.keyLabel}
          description={words.keyHint}
          type="password"
          value={apiKey}
          onChange={({ currentTarget: { value } }) => setApiKey(value)}
          error={tried && missing ? words.keyNeeded : undefined}
          maxLength={4_000}
          autoComplete="off"
          data-autofocus
        />
      </Confirm>
    </>
  );
};
