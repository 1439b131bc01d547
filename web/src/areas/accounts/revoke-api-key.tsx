import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiKeyView } from '../../../../functions/accounts/contract.ts';
import { call } from '../../api/call.ts';
import { messages } from '../../messages.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { apiKeysQuery } from './api-key-queries.ts';

const words = messages.apiKeys;

export const RevokeApiKey = ({ apiKey }: { apiKey: ApiKeyView }) => {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => call('revokeApiKey', { params: { apiKeyId: apiKey.id } }),
    onSuccess: () => {
      setAsking(false);
      return queries.invalidateQueries({ queryKey: apiKeysQuery.queryKey });
    },
  });
  return (
    <>
      <Button variant="default" size="xs" aria-label={words.revokeNamed(apiKey.name)} onClick={() => setAsking(true)}>
        {words.revoke}
      </Button>
      <Confirm
        opened={asking}
        close={() => setAsking(false)}
        title={words.revokeTitle(apiKey.name)}
        action={words.revoke}
        act={() => revoke.mutate()}
        pending={revoke.isPending}
        error={revoke.error}
        what={words.revokeFailed}
        harm
      >
        <p>{words.revokeText}</p>
      </Confirm>
    </>
  );
};
