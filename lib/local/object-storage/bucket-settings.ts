import * as z from 'zod';

const noEffect = z.unknown().optional();

/**
 * The properties of an AWS::S3::Bucket that the local S3 knows. Encryption, public-access blocks and ownership change
 * nothing here, where every bucket is private to one owner; any other property is refused by name.
 */
export const bucketSettings = z.strictObject({
  CorsConfiguration: z
    .strictObject({
      CorsRules: z.array(
        z.strictObject({
          Id: z.string().optional(),
          AllowedOrigins: z.array(z.string()),
          AllowedMethods: z.array(z.enum(['GET', 'PUT', 'HEAD', 'POST', 'DELETE'])),
          AllowedHeaders: z.array(z.string()).default([]),
          ExposedHeaders: z.array(z.string()).default([]),
          MaxAge: z.coerce.number().int().optional(),
        }),
      ),
    })
    .optional(),
  LifecycleConfiguration: z
    .strictObject({
      Rules: z.array(
        z.strictObject({
          Id: z.string().optional(),
          Status: z.enum(['Enabled', 'Disabled']),
          Prefix: z.string().default(''),
          ExpirationInDays: z.coerce.number().int().positive().optional(),
          AbortIncompleteMultipartUpload: z.strictObject({ DaysAfterInitiation: z.coerce.number().int() }).optional(),
          /** Another storage class costs less and answers the same. */
          Transitions: noEffect,
        }),
      ),
    })
    .optional(),
  BucketName: noEffect,
  BucketEncryption: noEffect,
  PublicAccessBlockConfiguration: noEffect,
  OwnershipControls: noEffect,
  Tags: noEffect,
});

export type BucketSettings = z.infer<typeof bucketSettings>;

/** Checks a bucket's definition. Throws with the property that cannot be emulated. */
export function parseBucketSettings(name: string, input: unknown): BucketSettings {
  const parsed = bucketSettings.safeParse(input);
  if (!parsed.success) throw new Error(`bucket ${name} cannot be emulated: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
