import { Duration } from 'aws-cdk-lib';
import { HeadersFrameOption, HeadersReferrerPolicy, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';

const YEAR = Duration.days(365);

/** What the app may load and whom it may talk to: itself, the sign-in, and the bucket that imports are uploaded to. */
export const contentSecurityPolicy = (talksTo: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    // Mantine sets styles on elements; a style can load nothing from elsewhere under this policy.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${["'self'", ...talksTo].join(' ')}`,
    // Mails are shown in a sandboxed frame without an address of its own.
    "frame-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');

/** Headers of every answer of the web app. */
export class SecurityHeaders extends ResponseHeadersPolicy {
  constructor(scope: Construct, id: string, { talksTo }: Readonly<{ talksTo: readonly string[] }>) {
    super(scope, id, {
      comment: 'Throughline web app',
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(talksTo), override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: { accessControlMaxAge: YEAR, includeSubdomains: true, override: true },
      },
      customHeadersBehavior: {
        customHeaders: [
          { header: 'permissions-policy', value: 'camera=(), microphone=(), geolocation=()', override: true },
        ],
      },
    });
  }
}
