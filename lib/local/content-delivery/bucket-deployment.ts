import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { propertiesOf } from '../resource-properties.ts';
import type { Services } from '../services.ts';
import type { Resource, Template } from '../template.ts';

const DeploymentProperties = z.strictObject({
  ServiceToken: z.string(),
  SourceBucketNames: z.array(z.string()),
  SourceObjectKeys: z.array(z.string()),
  SourceMarkers: z.array(z.record(z.string(), z.string())).optional(),
  SourceMarkersConfig: z.array(z.strictObject({ jsonEscape: z.boolean().optional() })).optional(),
  DestinationBucketName: z.string(),
  DestinationBucketKeyPrefix: z.string().default(''),
  /** What is not deployed any more stays: objects that nobody names do no harm on this machine. */
  Prune: z.boolean().optional(),
  RetainOnDelete: z.unknown().optional(),
  Extract: z.literal(true).optional(),
  SystemMetadata: z.strictObject({ 'cache-control': z.string().optional() }).default({}),
  WaitForDistributionInvalidation: z.unknown().optional(),
  OutputObjectKeys: z.unknown().optional(),
});

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/**
 * Carries out the CDK's Custom::CDKBucketDeployment: copies asset folders into the bucket, with markers replaced by what they stand for.
 * Objects that are there as they should be are left alone.
 * @param localized replaces addresses of AWS in configuration files by the ones on this machine
 */
export const deployToBucket = async (
  template: Template,
  { storage, s3 }: Pick<Services, 'storage' | 's3'>,
  resource: Resource,
  localized: (text: string) => string,
): Promise<void> => {
  const properties = propertiesOf(DeploymentProperties, resource);
  const { DestinationBucketName: bucket, DestinationBucketKeyPrefix: prefix } = properties;
  const cacheControl = properties.SystemMetadata['cache-control'];
  for (const [index, key] of properties.SourceObjectKeys.entries()) {
    const asset = template.asset(key);
    if (asset === undefined) throw new Error(`What ${resource.path} deploys is not among the assets: ${key}`);
    const markers = properties.SourceMarkers?.[index] ?? {};
    const escaped = properties.SourceMarkersConfig?.[index]?.jsonEscape === true;
    for (const file of filesIn(asset.path)) {
      const body = bodyOf(file, markers, escaped, localized);
      const name = `${prefix}${relative(asset.path, file).split(sep).join('/')}`;
      const md5 = createHash('md5').update(body).digest('hex');
      if (storage.findObject(bucket, name)?.etag.replaceAll('"', '') === md5) continue;
      const type = CONTENT_TYPES[extname(file)] ?? 'application/octet-stream';
      await s3.send(
        new PutObjectCommand({ Bucket: bucket, Key: name, Body: body, ContentType: type, CacheControl: cacheControl }),
      );
    }
  }
};

const filesIn = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path).isFile());

const bodyOf = (
  file: string,
  markers: Readonly<Record<string, string>>,
  escaped: boolean,
  localized: (text: string) => string,
): Buffer => {
  const body = readFileSync(file);
  if (Object.keys(markers).length === 0) return body;
  const text = Object.entries(markers).reduce(
    (replaced, [marker, value]) => replaced.replaceAll(marker, escaped ? JSON.stringify(value).slice(1, -1) : value),
    body.toString('utf8'),
  );
  return Buffer.from(localized(text), 'utf8');
};
