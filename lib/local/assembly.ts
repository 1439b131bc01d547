import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import * as z from 'zod';

const ResourceSource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
  DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
  Metadata: z.record(z.string(), z.unknown()).optional(),
});

/** What the local cloud reads of a CloudFormation template; sections that are not named here are refused. */
export const StackTemplate = z.strictObject({
  AWSTemplateFormatVersion: z.string().optional(),
  Description: z.string().optional(),
  Metadata: z.unknown().optional(),
  Parameters: z
    .record(z.string(), z.object({ Type: z.string(), Default: z.union([z.string(), z.number()]).optional() }))
    .default({}),
  /** Rules check the deployment (CDK's bootstrap version) and nothing of the resources. */
  Rules: z.unknown().optional(),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), ResourceSource),
  Outputs: z
    .record(
      z.string(),
      z.object({
        Value: z.unknown(),
        Export: z.object({ Name: z.unknown() }).optional(),
        Condition: z.string().optional(),
      }),
    )
    .default({}),
});
export type StackTemplate = z.infer<typeof StackTemplate>;
export type StackSource = Readonly<{ name: string; template: StackTemplate }>;

/** A file or folder that a template refers to by the key it would have in the bootstrap bucket. */
export type Asset = Readonly<{ path: string; zip: boolean }>;
export type Assembly = Readonly<{ stacks: readonly StackSource[]; assets: ReadonlyMap<string, Asset> }>;

const Manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z
        .object({ templateFile: z.string().optional(), file: z.string().optional(), stackName: z.string().optional() })
        .optional(),
    }),
  ),
});

const AssetManifest = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        source: z.object({ path: z.string(), packaging: z.enum(['zip', 'file']) }),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    )
    .default({}),
  dockerImages: z.record(z.string(), z.unknown()).default({}),
});

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

/**
 * Reads a synthesized cloud assembly: every stack's template, and where each asset lies on this disk.
 * @throws Error when the folder is no assembly, a template has a section that is not known, or an asset is a container image.
 */
export const readAssembly = (directory: string): Assembly => {
  const { artifacts } = Manifest.parse(readJson(join(directory, 'manifest.json')));
  const stacks: StackSource[] = [];
  const assets = new Map<string, Asset>();
  for (const [id, { type, properties }] of Object.entries(artifacts)) {
    if (type === 'aws:cloudformation:stack') {
      const file = properties?.templateFile;
      if (file === undefined) throw new Error(`Stack ${id} of the assembly has no template file`);
      stacks.push({
        name: properties?.stackName ?? id,
        template: StackTemplate.parse(readJson(join(directory, file))),
      });
    }
    if (type === 'cdk:asset-manifest' && properties?.file !== undefined) {
      for (const [key, asset] of readAssets(directory, properties.file)) assets.set(key, asset);
    }
  }
  return { stacks, assets };
};

const readAssets = (directory: string, file: string): [string, Asset][] => {
  const { files, dockerImages } = AssetManifest.parse(readJson(join(directory, file)));
  const [image] = Object.keys(dockerImages);
  if (image !== undefined) throw new Error(`The local cloud runs no container images (asset ${image})`);
  return Object.values(files).flatMap(({ source, destinations }) => {
    const path = isAbsolute(source.path) ? source.path : join(directory, source.path);
    return Object.values(destinations).map(({ objectKey }): [string, Asset] => [
      objectKey,
      { path, zip: source.packaging === 'zip' },
    ]);
  });
};
