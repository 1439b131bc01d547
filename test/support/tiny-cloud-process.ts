import { startCloud } from '../../lib/local/cloud.ts';
import { writeTinyAssembly } from './tiny-app.ts';

/** `node tiny-cloud-process.ts <folder>`: the tiny app in a process of its own, to be killed. Says its endpoints in one line of JSON. */
const [, , directory = ''] = process.argv;
const { services } = await startCloud({
  dataDir: `${directory}/data`,
  port: 0,
  synthesize: () => Promise.resolve(writeTinyAssembly(`${directory}/assembly`)),
  report: { say: () => undefined, fault: () => undefined },
});
process.stdout.write(
  `${JSON.stringify({ ...services.endpoints, QUEUE_URL: services.queues.queueUrl('Tiny-Queue') })}\n`,
);
