import { buildApp } from '../lib/app.ts';
import { bundleFunctions } from '../lib/bundling/bundle-functions.ts';

await bundleFunctions();
const app = await buildApp({ outdir: process.env['CDK_OUTDIR'] ?? 'cdk.out', checks: true });
app.synth();
