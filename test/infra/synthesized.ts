import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import * as z from 'zod';
import { type BuildAppOptions, buildApp } from '../../lib/app.ts';
import { type FunctionSource, readFunctionSource } from '../../lib/constructs/function-source.ts';

const Resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Metadata: z.object({ 'aws:cdk:path': z.string().optional() }).default({}),
  DependsOn: z.unknown().optional(),
  DeletionPolicy: z.string().optional(),
});
export type Resource = z.infer<typeof Resource> & { stack: string; path: string };

const folders: string[] = [];
/** A folder of the test's own, gone after `removeFolders`. */
export const makeFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-infra-'));
  folders.push(folder);
  return folder;
};
export const removeFolders = (): void => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
};

/** Bundles and a web app of a few bytes: the templates depend on what functions ask for, not on what is in them. */
export const smallBuild = async (): Promise<{ source: FunctionSource; webBuild: string }> => {
  const folder = makeFolder();
  writeFileSync(join(folder, 'index.mjs'), 'export const handler = () => undefined;\n');
  const webBuild = join(folder, 'web');
  mkdirSync(join(webBuild, 'assets'), { recursive: true });
  writeFileSync(join(webBuild, 'index.html'), '<!doctype html>\n');
  writeFileSync(join(webBuild, 'assets', 'app.js'), '\n');
  const { demandOf } = await readFunctionSource(folder);
  const bundle = join(folder, 'bundle');
  mkdirSync(bundle);
  writeFileSync(join(bundle, 'index.mjs'), 'export const handler = () => undefined;\n');
  return { source: { demandOf, directoryOf: () => bundle }, webBuild };
};

export type Synthesized = Readonly<{
  directory: string;
  assembly: CloudAssembly;
  template: (stack: string) => Template;
  /** Every resource of every stack. */
  resources: readonly Resource[];
  ofType: (type: string) => readonly Resource[];
}>;

/** Synthesizes the whole app in this process. */
export const synthesize = async (options: Partial<BuildAppOptions> = {}): Promise<Synthesized> => {
  const directory = makeFolder();
  const app = await buildApp({ outdir: directory, ...(await smallBuild()), ...options });
  const assembly = app.synth();
  const resources = assembly.stacks.flatMap(({ stackName, templateFullPath }) =>
    Object.entries(
      z.object({ Resources: z.record(z.string(), Resource) }).parse(JSON.parse(readFileSync(templateFullPath, 'utf8')))
        .Resources,
    ).map(([id, resource]) => ({
      ...resource,
      stack: stackName,
      path: resource.Metadata['aws:cdk:path'] ?? `${stackName}/${id}`,
    })),
  );
  return {
    directory,
    assembly,
    resources,
    ofType: (type) => resources.filter((resource) => resource.Type === type),
    template: (stack) =>
      Template.fromJSON(
        z
          .record(z.string(), z.unknown())
          .parse(JSON.parse(readFileSync(assembly.getStackByName(stack).templateFullPath, 'utf8'))),
      ),
  };
};
