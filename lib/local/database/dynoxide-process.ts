import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandOf, endProcess } from './stale-process.ts';

/**
 * Runs "$@" until it ends by itself or standard input closes, which it does however the parent dies. The watcher is told
 * off before the program's process id can be given to anything else.
 */
const SUPERVISOR = `
exec 3<&0
"$@" </dev/null 3<&- &
program=$!
echo "$program" > "$PID_FILE"
( cat <&3 >/dev/null; kill "$program" 2>/dev/null ) &
watcher=$!
exec 3<&-
wait "$program"
code=$?
kill "$watcher" 2>/dev/null
exit "$code"
`;

const HEALTHY_WITHIN_MS = 15_000;

export type DynoxideProcess = { url: string; databasePath: string; stop: () => Promise<void> };

/**
 * Starts dynoxide over `<dataDir>/dynamodb.sqlite` on a loopback port (0: a free one) and gives its URL once it answers.
 * It ends with this process, even on `kill -9`. One that outlived its parent is ended first; a data directory that
 * another running process holds is refused.
 */
export async function startDynoxide(options: {
  binary: string;
  dataDir: string;
  port: number;
  onExit: (message: string) => void;
}): Promise<DynoxideProcess> {
  const { binary, dataDir, onExit } = options;
  mkdirSync(dataDir, { recursive: true });
  const release = holdDirectory(dataDir);
  const databasePath = join(dataDir, 'dynamodb.sqlite');
  const pidFile = join(dataDir, 'dynoxide.pid');
  const logFile = join(dataDir, 'dynoxide.log');
  await endStale(pidFile, databasePath);
  const port = options.port === 0 ? await freePort() : options.port;
  const parameters = ['serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', databasePath];
  const log = openSync(logFile, 'w');
  const supervised =
    process.platform === 'win32' ? [binary, ...parameters] : ['sh', '-c', SUPERVISOR, 'sh', binary, ...parameters];
  const [command = '', ...args] = supervised;
  const child = spawn(command, args, {
    stdio: ['pipe', log, log],
    // A group of its own: Ctrl-C reaches this process, which then stops dynoxide after its last request.
    detached: process.platform !== 'win32',
    env: { PATH: process.env['PATH'] ?? '', PID_FILE: pidFile },
  });
  closeSync(log);
  if (process.platform === 'win32') writeFileSync(pidFile, String(child.pid));
  let stopping = false;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      child.stdin?.destroy();
      if (!stopping) onExit(`dynoxide ended by itself (${signal ?? `exit code ${String(code)}`}): ${tailOf(logFile)}`);
      resolve();
    });
    child.once('error', (error) => {
      onExit(`dynoxide could not be started: ${error.message}`);
      resolve();
    });
  });
  child.stdin?.on('error', () => undefined);

  const stop = async () => {
    stopping = true;
    child.stdin?.end();
    if (process.platform === 'win32') child.kill();
    const gone = await Promise.race([ended.then(() => true), sleep(5000, false, { ref: false })]);
    if (!gone) await endStale(pidFile, databasePath);
    rmSync(pidFile, { force: true });
    release();
  };

  const url = `http://127.0.0.1:${port}`;
  if (!(await isHealthy(url, () => child.exitCode !== null))) {
    await stop();
    throw new Error(`dynoxide did not come up on port ${port}: ${tailOf(logFile)}`);
  }
  return { url, databasePath, stop };
}

/** Holds a lock that ends with this process, so that no two local clouds write to one data directory. */
function holdDirectory(dataDir: string): () => void {
  const lock = new DatabaseSync(join(dataDir, 'database.lock'), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch {
    lock.close();
    throw new Error(
      `${dataDir} is in use by another running local cloud: stop it, or start with another data directory.`,
    );
  }
  return () => {
    lock.close();
  };
}

/** Ends the dynoxide that the pid file names, if it still runs on this very file. */
async function endStale(pidFile: string, databasePath: string): Promise<void> {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').trim());
  const isOurs = () => {
    const command = commandOf(pid);
    return command.includes('dynoxide') && command.includes(databasePath);
  };
  if (Number.isInteger(pid) && pid > 1 && isOurs()) await endProcess(pid, isOurs);
  rmSync(pidFile, { force: true });
}

async function isHealthy(url: string, hasExited: () => boolean): Promise<boolean> {
  const until = Date.now() + HEALTHY_WITHIN_MS;
  while (Date.now() < until && !hasExited()) {
    const answered = await fetch(url, {
      method: 'POST',
      headers: {
        'x-amz-target': 'DynamoDB_20120810.ListTables',
        'content-type': 'application/x-amz-json-1.0',
        authorization:
          'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
        'x-amz-date': '20260101T000000Z',
      },
      body: '{}',
    }).then(
      async (response) => {
        await response.arrayBuffer();
        return response.ok;
      },
      () => false,
    );
    if (answered) return true;
    await sleep(25);
  }
  return false;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no free port'));
        else resolve(address.port);
      });
    });
  });
}

function tailOf(logFile: string): string {
  return readFileSync(logFile, 'utf8').trim().split('\n').slice(-5).join(' | ');
}
