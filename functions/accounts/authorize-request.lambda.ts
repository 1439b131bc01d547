import { readEnvironment } from '../platform/environment.ts';
import { metered } from '../platform/invocation.ts';
import { createLog } from '../platform/log.ts';
import { createTable } from '../platform/table.ts';
import { systemClock as clock } from '../platform/time.ts';
import { createVerifyToken } from './access-token.ts';
import { Environment } from './authorize-request.environment.ts';
import { createAuthorizeRequest } from './authorize-request.ts';
import { createWorkspaceStore } from './workspace-store.ts';

const environment = readEnvironment(Environment);
const { JWT_ISSUER: issuer, JWKS_URI: jwksUri, JWT_CLIENT_ID: clientId, SENDING_MODE: mode } = environment;
const workspaces = createWorkspaceStore(createTable({ name: environment.TABLE_NAME }), clock);
const verifyToken = createVerifyToken({ issuer, jwksUri, clientId });

export const handler = metered(
  createAuthorizeRequest({ workspaces, verifyToken, mode, clock, log: createLog('accounts') }),
);
