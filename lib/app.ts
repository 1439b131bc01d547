import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import * as z from 'zod';
import { bundlesDirectory } from './bundling/bundle-functions.ts';
import { PROJECT_ROOT } from './bundling/entries.ts';
import { SolutionsChecks } from './checks/solutions-checks.ts';
import { type FunctionSource, readFunctionSource } from './constructs/function-source.ts';
import { readSettings, type Settings } from './settings.ts';
import { ApiStack } from './stacks/api.ts';
import { DataStack } from './stacks/data.ts';
import { FunctionsStack } from './stacks/functions.ts';
import { MessagingStack } from './stacks/messaging.ts';
import { OperationsStack } from './stacks/operations.ts';
import { WebStack } from './stacks/web.ts';
import { WorkflowStack } from './stacks/workflow.ts';

export type BuildAppOptions = Readonly<{
  /** Where the cloud assembly is written. */
  outdir: string;
  /** What differs from the defaults and from CDK context. */
  settings?: Readonly<Partial<z.input<typeof Settings>>>;
  /** Where the functions' bundles lie and what they ask for; else what `bundleFunctions` made. */
  source?: FunctionSource;
  /** Folder of the built web app. */
  webBuild?: string;
  /** Whether synthesis checks the templates (cdk-nag's AwsSolutions, CloudFormation's own schemas). It takes some seconds. */
  checks?: boolean;
}>;

const tags = { application: 'throughline' };

const CdkJson = z.object({ context: z.record(z.string(), z.unknown()) });

/** Feature flags decide what the templates look like, so they are the same for whoever synthesizes. */
const featureFlags = (): Record<string, unknown> =>
  CdkJson.parse(JSON.parse(readFileSync(join(PROJECT_ROOT, 'cdk.json'), 'utf8'))).context;

/**
 * Builds the whole deployment. `app.synth()` writes it to `outdir`.
 * @throws Error when a setting is wrong, a function is not bundled, or an environment is not what its function asks for.
 */
export const buildApp = async ({
  outdir,
  settings: given = {},
  source: givenSource,
  webBuild = join(PROJECT_ROOT, 'web', 'dist'),
  checks = false,
}: BuildAppOptions): Promise<App> => {
  const app = new App({
    outdir,
    context: { ...featureFlags(), 'aws:cdk:enable-path-metadata': true },
    analyticsReporting: false,
    treeMetadata: checks,
    builtinCloudFormationValidation: checks,
  });
  const settings = readSettings(app, given);
  const source = givenSource ?? (await readFunctionSource(bundlesDirectory()));
  const data = new DataStack(app, 'Throughline-Data', { tags, publicOrigin: settings.publicOrigin });
  const messaging = new MessagingStack(app, 'Throughline-Messaging', { tags, data, replyHost: settings.replyHost });
  const workflow = new WorkflowStack(app, 'Throughline-Workflow', { tags, source, settings, data, messaging });
  const behind = new FunctionsStack(app, 'Throughline-Functions', { tags, source, settings, data, workflow });
  const api = new ApiStack(app, 'Throughline-Api', { tags, behind });
  new WebStack(app, 'Throughline-Web', { tags, settings, api, data, webBuild });
  new OperationsStack(app, 'Throughline-Operations', { tags, settings, data, messaging, workflow, api });
  if (checks) Validations.of(app).addPlugins(new SolutionsChecks(app));
  return app;
};
