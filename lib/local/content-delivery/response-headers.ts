import * as z from 'zod';
import { propertiesOf } from '../resource-properties.ts';
import type { Resource } from '../template.ts';

/** Answers of the local origins carry none of these headers themselves, so there is nothing to override. */
const override = { Override: z.boolean() };

const HeadersPolicyProperties = z.strictObject({
  ResponseHeadersPolicyConfig: z.strictObject({
    Name: z.string(),
    Comment: z.string().optional(),
    CustomHeadersConfig: z
      .strictObject({ Items: z.array(z.strictObject({ Header: z.string(), Value: z.string(), ...override })) })
      .optional(),
    SecurityHeadersConfig: z
      .strictObject({
        ContentSecurityPolicy: z.strictObject({ ContentSecurityPolicy: z.string(), ...override }).optional(),
        ContentTypeOptions: z.strictObject(override).optional(),
        FrameOptions: z.strictObject({ FrameOption: z.string(), ...override }).optional(),
        ReferrerPolicy: z.strictObject({ ReferrerPolicy: z.string(), ...override }).optional(),
        StrictTransportSecurity: z
          .strictObject({
            AccessControlMaxAgeSec: z.number(),
            IncludeSubdomains: z.boolean().optional(),
            Preload: z.boolean().optional(),
            ...override,
          })
          .optional(),
      })
      .optional(),
  }),
});

export type HeaderRule = Readonly<{ name: string; value: string }>;

/**
 * What a CloudFront response headers policy sets. Strict-Transport-Security is left out: loopback is served without TLS, and browsers would
 * keep it for every other program on localhost.
 */
export const readHeaderRules = (resource: Resource): readonly HeaderRule[] => {
  const { ResponseHeadersPolicyConfig: policy } = propertiesOf(HeadersPolicyProperties, resource);
  const security = policy.SecurityHeadersConfig ?? {};
  const rule = (name: string, value: string | undefined): HeaderRule[] =>
    value === undefined ? [] : [{ name, value }];
  return [
    ...rule('content-security-policy', security.ContentSecurityPolicy?.ContentSecurityPolicy),
    ...rule('x-content-type-options', security.ContentTypeOptions === undefined ? undefined : 'nosniff'),
    ...rule('x-frame-options', security.FrameOptions?.FrameOption),
    ...rule('referrer-policy', security.ReferrerPolicy?.ReferrerPolicy),
    ...(policy.CustomHeadersConfig?.Items ?? []).map(({ Header, Value }) => ({
      name: Header.toLowerCase(),
      value: Value,
    })),
  ];
};
