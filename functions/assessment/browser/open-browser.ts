import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'puppeteer-core';
import { SECOND } from '../../platform/time.ts';
import { chromiumFlags } from './chromium-flags.ts';
import type { Chromium } from './find-chromium.ts';
import { killTree, processTree } from './process-tree.ts';

const START_MS = 30 * SECOND;
const GOODBYE_MS = 2 * SECOND;

/** What the browser needs of our environment; credentials are not for a program that runs strangers' code. */
const ENVIRONMENT = ['PATH', 'LANG', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH', 'TMPDIR', 'TZ'];

export type OpenBrowser = Readonly<{ browser: Browser; close: () => Promise<void> }>;

/**
 * Starts a Chromium with a profile of its own that goes out through `proxyUrl` alone. `close` ends it and everything it started, and takes its profile away; it does so as well when
 * `signal` fires. Should this process die, the browser ends with the pipe between them.
 * @throws Error when it does not start
 */
export const openBrowser = async ({
  chromium,
  proxyUrl,
  signal,
}: {
  chromium: Chromium;
  proxyUrl: string;
  signal: AbortSignal;
}): Promise<OpenBrowser> => {
  signal.throwIfAborted();
  // Loaded where there is a browser to drive: the function starts without it.
  const { launch } = await import('puppeteer-core');
  const profile = await mkdtemp(join(tmpdir(), 'assess-'));
  const removeProfile = (): Promise<void> => rm(profile, { recursive: true, force: true, maxRetries: 5 });
  try {
    const browser = await launch({
      executablePath: chromium.executablePath,
      headless: 'shell',
      pipe: true,
      userDataDir: profile,
      args: [...chromium.args, ...chromiumFlags(proxyUrl)],
      env: {
        HOME: profile,
        XDG_CONFIG_HOME: profile,
        XDG_CACHE_HOME: profile,
        ...Object.fromEntries(ENVIRONMENT.flatMap((name) => [[name, process.env[name]]])),
      },
      timeout: START_MS,
      protocolTimeout: 60 * SECOND,
      defaultViewport: null,
      downloadBehavior: { policy: 'deny' },
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      signal,
    });
    return { browser, close: closeOnce(browser, removeProfile) };
  } catch (error) {
    await removeProfile();
    throw error;
  }
};

const closeOnce = (browser: Browser, removeProfile: () => Promise<void>): (() => Promise<void>) => {
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    const pid = browser.process()?.pid;
    const tree = pid === undefined ? [] : processTree(pid);
    await Promise.race([browser.close().catch(() => undefined), sleep(GOODBYE_MS, undefined, { ref: false })]);
    if (pid !== undefined) killTree(pid, tree);
    await removeProfile();
  };
  return () => (closing ??= close());
};
