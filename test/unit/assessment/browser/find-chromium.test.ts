import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from '../../../../functions/assessment/browser/find-chromium.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chromium-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A layer as it is published: an ES module with its flags and a function that inflates the binary. */
const writeLayer = async (source: string): Promise<string> => {
  const place = join(folder, 'nodejs', 'node_modules', '@sparticuz', 'chromium');
  await mkdir(place, { recursive: true });
  await writeFile(
    join(place, 'package.json'),
    JSON.stringify({ name: '@sparticuz/chromium', type: 'module', exports: { '.': './index.js' } }),
  );
  await writeFile(join(place, 'index.js'), source);
  return join(folder, 'nodejs');
};

test('the path that is given goes before everything else, and one that leads nowhere is said', async () => {
  const path = join(folder, 'chromium');
  await writeFile(path, '');
  expect(await findChromium({ path, places: [] })).toEqual({ ok: true, chromium: { executablePath: path, args: [] } });
  expect(await findChromium({ path: join(folder, 'none') })).toMatchObject({
    ok: false,
    reason: expect.stringContaining('CHROMIUM_PATH'),
  });
});

test('of the layer’s flags those are left out that stop Lighthouse or open pages to each other', async () => {
  const layer = await writeLayer(`export default class Chromium {
    static get args() {
      return ['--single-process', '--no-zygote', '--disable-web-security', '--disable-site-isolation-trials', '--allow-running-insecure-content',
        "--headless='shell'", '--disable-features=AudioServiceOutOfProcess,IsolateOrigins,site-per-process', ...this.graphicsFlags, '--no-pings'];
    }
    static get graphicsFlags() { return ['--use-gl=angle']; }
    static async executablePath() { return this.name === 'Chromium' ? '/tmp/chromium' : 'lost'; }
  }`);
  expect(await findChromium({ layer, places: [] })).toEqual({
    ok: true,
    chromium: { executablePath: '/tmp/chromium', args: ['--use-gl=angle', '--no-pings'] },
  });
});

test('a layer of another shape is a reason, not an error', async () => {
  const layer = await writeLayer('export default { path: "/tmp/chromium" };');
  expect(await findChromium({ layer, places: [] })).toMatchObject({ ok: false });
});

test('without any the reason is said', async () => {
  expect(await findChromium({ layer: folder, places: [join(folder, 'none')] })).toEqual({
    ok: false,
    reason: 'No Chromium is installed here.',
  });
});
