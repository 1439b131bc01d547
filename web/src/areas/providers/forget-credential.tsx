import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ProviderName } from '../../../../functions/accounts/contract.ts';
import { call } from '../../api/call.ts';
import { messages } from '../../messages.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { providersQuery } from './provider-queries.ts';

const words = messages.providers;

/** Forgets a provider's key once it is confirmed. */
export const ForgetCredential = ({ provider }: { provider: ProviderName }) => {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const forget = useMutation({
    mutationFn: () => call('deleteProviderCredential', { params: { provider } }),
    onSuccess: () => {
      setAsking(false);
      return queries.invalidateQueries({ queryKey: providersQuery.queryKey });
    },
  });
  return (
    <>
      <Button variant="default" size="xs" aria-label={words.removeNamed(provider)} onClick={() => setAsking(true)}>
        {words.remove}
      </Button>
      <Confirm
        opened={asking}
        close={() => setAsking(false)}
        title={words.removeTitle(provider)}
        action={words.remove}
        act={() => forget.mutate()}
        pending={forget.isPending}
        error={forget.error}
        what={words.removeFailed}
        harm
      >
        <p>{words.removeText}</p>
      </Confirm>
    </>
  );
};
