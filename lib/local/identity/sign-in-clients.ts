import * as z from 'zod';
import { propertiesOf } from '../resource-properties.ts';
import type { Template } from '../template.ts';
import type { SignInClient } from './identity.ts';

const noEffect = z.unknown().optional();

const ClientProperties = z.strictObject({
  UserPoolId: z.string(),
  AllowedOAuthFlows: z.array(z.literal('code')).default([]),
  AllowedOAuthFlowsUserPoolClient: z.boolean().optional(),
  CallbackURLs: z.array(z.string()).default([]),
  LogoutURLs: z.array(z.string()).default([]),
  GenerateSecret: z.literal(false).optional(),
  // Lifetimes and scopes are those of the local sign-in; the rest is about Cognito's own pages.
  AccessTokenValidity: noEffect,
  AllowedOAuthScopes: noEffect,
  ClientName: noEffect,
  EnableTokenRevocation: noEffect,
  ExplicitAuthFlows: noEffect,
  IdTokenValidity: noEffect,
  PreventUserExistenceErrors: noEffect,
  RefreshTokenValidity: noEffect,
  SupportedIdentityProviders: noEffect,
  TokenValidityUnits: noEffect,
});

/** Where Vite serves the pages while they are worked on (`npm run dev --workspace web`); loopback, as all of the local cloud. */
const PAGES_IN_WORK = 'http://localhost:5173/signed-in';

/** The public clients of the template's user pool. @throws Error naming a property that is not supported */
export const readSignInClients = (template: Template): SignInClient[] =>
  template.resources
    .filter(({ type }) => type === 'AWS::Cognito::UserPoolClient')
    .map((resource) => {
      const { CallbackURLs, LogoutURLs } = propertiesOf(ClientProperties, resource);
      return {
        id: template.valuesOf(resource).ref,
        redirectUris: [...CallbackURLs, PAGES_IN_WORK],
        signOutUris: LogoutURLs,
      };
    });
