import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { setCredentials } from '../api/call.ts';
import { createSession, type Session } from '../areas/accounts/session.ts';
import { SessionGate } from '../areas/accounts/session-gate.tsx';
import { StartFailed } from './failures.tsx';
import { createQueryClient } from './query-client.ts';
import { router } from './router.tsx';
import { readRuntimeConfig } from './runtime-config.ts';
import { SessionContext } from './session-context.ts';
import { cssVariablesResolver, theme } from './theme.ts';

const queryClient = createQueryClient();

const open = async (): Promise<Session> => {
  const session = createSession(await readRuntimeConfig());
  setCredentials({ token: session.token, refused: session.expire });
  await session.start((path) => router.history.replace(path));
  return session;
};

/** One start a page, also when React mounts twice while developing: a sign-in's code works once. */
let started: Promise<Session> | undefined;

export const App = () => {
  const [session, setSession] = useState<Session>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    started ??= open();
    started.then(setSession, () => setFailed(true));
  }, []);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
      {failed ? (
        <StartFailed />
      ) : (
        session !== undefined && (
          <SessionContext value={session}>
            <QueryClientProvider client={queryClient}>
              <SessionGate>
                <RouterProvider router={router} />
              </SessionGate>
            </QueryClientProvider>
          </SessionContext>
        )
      )}
    </MantineProvider>
  );
};
