/**
 * Runs in a worker thread of its own: the construct library takes some 200 MB, which go with the thread when the assembly is written.
 */
import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { buildApp } from '../app.ts';

const Job = z.object({ outdir: z.string(), webBuild: z.string(), settings: z.record(z.string(), z.unknown()) });

const { outdir, webBuild, settings } = Job.parse(workerData);
const app = await buildApp({ outdir, webBuild, settings });
app.synth();
parentPort?.postMessage('done');
