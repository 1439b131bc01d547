import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';

/** A browser to start, and the flags that its build needs. */
export type Chromium = Readonly<{ executablePath: string; args: readonly string[] }>;
/** Where a browser is, or why there is none, in a sentence for a person. */
export type FoundChromium = Readonly<{ ok: true; chromium: Chromium } | { ok: false; reason: string }>;

/** Where Linux systems put it. */
export const CHROMIUM_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** Where Lambda puts the packages of a layer for Node. */
const LAYER = '/opt/nodejs';
const LAYER_PACKAGE = '@sparticuz/chromium';

type LayerChromium = Readonly<{ args: readonly string[]; executablePath: () => Promise<string> }>;

/** The package's default export is a class with static members: no plain object. */
const isLayerChromium = (value: unknown): value is LayerChromium =>
  (typeof value === 'function' || (typeof value === 'object' && value !== null)) &&
  'args' in value &&
  z.array(z.string()).safeParse(value.args).success &&
  'executablePath' in value &&
  typeof value.executablePath === 'function';

const Layer = z.looseObject({ default: z.custom<LayerChromium>(isLayerChromium) });

/**
 * Flags of the layer's package that are not taken. With the first two everything runs in one process and Lighthouse gives no performance (its traces stay empty); the next
 * let a page read other sites; the last we set ourselves.
 */
const NOT_FROM_LAYER =
  /^--(?:single-process|no-zygote|disable-web-security|disable-site-isolation-trials|allow-running-insecure-content|headless|proxy|user-data-dir|remote-debugging|host-resolver|disable-features=.*(?:IsolateOrigins|site-per-process))/;

/**
 * Finds the Chromium of this machine: `path` (`CHROMIUM_PATH`) when it is given, else the Lambda layer's package below `layer`, else where Linux systems put it. Inflating
 * the layer's binary takes about two seconds, once an environment.
 */
export const findChromium = async ({
  path,
  layer = LAYER,
  places = CHROMIUM_PLACES,
}: Readonly<{
  path?: string | undefined;
  layer?: string;
  places?: readonly string[];
}> = {}): Promise<FoundChromium> => {
  if (path !== undefined && path !== '')
    return existsSync(path)
      ? { ok: true, chromium: { executablePath: path, args: [] } }
      : { ok: false, reason: `There is no Chromium at ${path} (CHROMIUM_PATH).` };
  if (existsSync(join(layer, 'node_modules', LAYER_PACKAGE))) return await fromLayer(layer);
  const found = places.find((place) => existsSync(place));
  return found === undefined
    ? { ok: false, reason: 'No Chromium is installed here.' }
    : { ok: true, chromium: { executablePath: found, args: [] } };
};

const fromLayer = async (layer: string): Promise<FoundChromium> => {
  // Import looks for packages beside the bundle only, not where layers lie.
  const entry = createRequire(join(layer, 'layer.cjs')).resolve(LAYER_PACKAGE);
  const loaded = Layer.safeParse({ ...(await import(pathToFileURL(entry).href)) });
  if (!loaded.success) return { ok: false, reason: 'The Chromium layer has another shape than is known.' };
  const { default: chromium } = loaded.data;
  const args = chromium.args.filter((flag) => !NOT_FROM_LAYER.test(flag));
  return { ok: true, chromium: { executablePath: await chromium.executablePath(), args } };
};
