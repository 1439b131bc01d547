import { Aws, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  Mfa,
  OAuthScope,
  UserPool,
  type UserPoolClient,
  UserPoolClientIdentityProvider,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { acknowledge } from './acknowledge.ts';

/** What is needed to trust an access token, and where the browser signs in. */
export type TokenSource = Readonly<{ issuer: string; jwksUri: string; clientId: string }>;

/** Where people sign in: a user pool of invited members and its public client (authorization code with PKCE, no secret). */
export class SignIn extends Construct {
  readonly pool: UserPool;
  readonly tokens: TokenSource;
  /** Origins that the browser talks to for signing in. */
  readonly origins: readonly string[];
  /** Where the browser's session with Cognito ends; Cognito names no such place in its OpenID configuration. */
  readonly signOutUrl: string;

  constructor(scope: Construct, id: string, { settings }: Readonly<{ settings: Settings }>) {
    super(scope, id);
    this.pool = this.makePool();
    const client = this.makeClient(settings.publicOrigin);
    const domain = this.pool.addDomain('Domain', {
      // Domains are unique in a region over all accounts.
      cognitoDomain: { domainPrefix: `throughline-${Aws.ACCOUNT_ID}` },
    });
    const issuer = this.pool.userPoolProviderUrl;
    const { jwtIssuer, jwksUri, jwtClientId } = settings;
    this.tokens = {
      issuer: jwtIssuer ?? issuer,
      jwksUri: jwksUri ?? `${issuer}/.well-known/jwks.json`,
      clientId: jwtClientId ?? client.userPoolClientId,
    };
    this.origins = [`https://cognito-idp.${Stack.of(this).region}.amazonaws.com`, domain.baseUrl()];
    const signedOut = encodeURIComponent(`${settings.publicOrigin}/`);
    this.signOutUrl = `${domain.baseUrl()}/logout?client_id=${client.userPoolClientId}&logout_uri=${signedOut}`;
  }

  private makePool(): UserPool {
    const pool = new UserPool(this, 'People', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    acknowledge(pool, {
      'AwsSolutions-COG2':
        'MFA is available to everybody and required by the teams that want it (spec: "MFA available").',
      'AwsSolutions-COG3': 'Threat protection needs the Plus plan, paid by the user; members come by invitation only.',
      'AwsSolutions-COG8': 'The Plus plan is paid by the user; members come by invitation only.',
    });
    return pool;
  }

  private makeClient(publicOrigin: string): UserPoolClient {
    return this.pool.addClient('Browser', {
      generateSecret: false,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(7),
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
        callbackUrls: [`${publicOrigin}/signed-in`],
        logoutUrls: [`${publicOrigin}/`],
      },
    });
  }
}
