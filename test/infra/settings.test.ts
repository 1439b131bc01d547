import { App } from 'aws-cdk-lib';
import { readSettings } from '../../lib/settings.ts';
import { removeFolders, synthesize } from './synthesized.ts';

afterAll(removeFolders);

test('nothing is sent live unless somebody says so', () => {
  expect(readSettings(new App()).sendingMode).toBe('sandbox');
  expect(readSettings(new App()).sandboxDelivery).toBe('simulator');
});

test('what the caller gives stands over CDK context, and context over the default', () => {
  const app = new App({ context: { publicOrigin: 'https://a.example.com', sendRatePerSecond: '50' } });
  expect(readSettings(app)).toMatchObject({ publicOrigin: 'https://a.example.com', sendRatePerSecond: 50 });
  expect(readSettings(app, { publicOrigin: 'http://localhost:4000' }).publicOrigin).toBe('http://localhost:4000');
});

test.each([
  [{ publicOrigin: 'https://a.example.com/app' }, 'publicOrigin'],
  [{ publicOrigin: 'ftp://a.example.com' }, 'publicOrigin'],
  [{ stuckSeconds: -1 }, 'stuckSeconds'],
  [{ jwtIssuer: 'https://issuer.example.com' }, 'go together'],
])('%j is refused by name', (given, named) => {
  expect(() => readSettings(new App(), given)).toThrow(named);
});

test('settings reach the functions that ask for them', async () => {
  const app = await synthesize({
    settings: {
      publicOrigin: 'http://localhost:4000',
      jwtIssuer: 'http://localhost:4000/oidc',
      jwksUri: 'http://localhost:4000/oidc/jwks',
      jwtClientId: 'web',
      anthropicSecretArn: 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:anthropic-AbCdEf',
    },
  });
  const environmentOf = (id: string) =>
    app.ofType('AWS::Lambda::Function').find(({ path }) => path.endsWith(`/${id}/Resource`))?.Properties['Environment'];
  expect(environmentOf('AuthorizeRequest')).toMatchObject({
    Variables: { JWT_ISSUER: 'http://localhost:4000/oidc', JWT_CLIENT_ID: 'web' },
  });
  expect(environmentOf('SendMessages')).toMatchObject({
    Variables: { PUBLIC_ORIGIN: 'http://localhost:4000', SENDING_MODE: 'sandbox' },
  });
  expect(environmentOf('WriteCopy')).toMatchObject({
    Variables: { ANTHROPIC_SECRET_ARN: expect.stringContaining('anthropic') as unknown },
  });
});

test('with a certificate the distribution answers under the public origin, with TLS 1.2 at least', async () => {
  const app = await synthesize({
    settings: {
      publicOrigin: 'https://app.example.com',
      certificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/00000000-0000-0000-0000-000000000000',
    },
  });
  expect(app.ofType('AWS::CloudFront::Distribution')[0]?.Properties['DistributionConfig']).toMatchObject({
    Aliases: ['app.example.com'],
    ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021' },
  });
});
