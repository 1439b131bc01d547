import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CreateWorkspaceOutput } from '../../functions/accounts/contract.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** Half a minute of it may go by with waiting for the sample's reports. */
const READY_WITHIN_MS = 180_000;
const STOPPED_WITHIN_MS = 20_000;

/**
 * What `npm start` is, in a folder of its own and on a free port: up, with the sample campaign run to its end.
 */
export const startSampleSystem = async (): Promise<{
  url: string;
  /** The key of the machine's own tools. */
  apiKey: string;
  close: () => Promise<void>;
}> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'throughline-e2e-'));
  const child = spawn(process.execPath, ['bin/local.ts'], {
    cwd: ROOT,
    env: { ...process.env, NODE_OPTIONS: '', PORT: '0', THROUGHLINE_DATA: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let told = '';
  const url = new Promise<string>((ready, fail) => {
    const hear = (piece: Buffer): void => {
      told += piece.toString('utf8');
      const found = /Web app\s+(http:\/\/localhost:\d+)/.exec(told)?.[1];
      if (found !== undefined) ready(found);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => fail(new Error(`The system ended with ${String(code)}:\n${told}`)));
    setTimeout(() => fail(new Error(`The system was not ready in time:\n${told}`)), READY_WITHIN_MS).unref();
  });
  const close = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGINT');
      const late = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS);
      await gone;
      clearTimeout(late);
    }
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const origin = await url;
    const workspace: unknown = JSON.parse(readFileSync(join(dataDir, 'workspace.json'), 'utf8'));
    return { url: origin, apiKey: CreateWorkspaceOutput.parse(workspace).apiKey, close };
  } catch (error) {
    await close();
    throw error;
  }
};
