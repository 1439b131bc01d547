import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { removeFolders, type Synthesized, synthesize } from './synthesized.ts';

let app: Synthesized;
beforeAll(async () => {
  // Synthesis with checks throws when cdk-nag or CloudFormation's own schemas find something.
  app = await synthesize({ checks: true });
}, 300_000);
afterAll(removeFolders);

test('AwsSolutions of cdk-nag finds nothing that is not acknowledged with a reason', () => {
  const { pluginReports } = z
    .object({
      pluginReports: z.array(
        z.object({ pluginName: z.string(), conclusion: z.string(), violations: z.array(z.unknown()) }),
      ),
    })
    .parse(JSON.parse(readFileSync(join(app.directory, 'validation-report.json'), 'utf8')));
  expect(pluginReports.map(({ pluginName }) => pluginName)).toContain('AwsSolutions');
  for (const { conclusion } of pluginReports) expect(conclusion).toBe('success');
});

const linter = spawnSync('cfn-lint', ['--version']).status === 0;

test(linter
  ? 'cfn-lint finds nothing in the templates'
  : 'cfn-lint is not installed: templates left out of its check', () => {
  if (!linter) return;
  const templates = app.assembly.stacks.map(({ templateFullPath }) => templateFullPath);
  // W3005: the CDK writes dependencies that a reference implies already.
  const found = spawnSync('cfn-lint', [...templates, '--ignore-checks', 'W3005'], { encoding: 'utf8' }).stdout;
  expect(found).toBe('');
}, 300_000);
