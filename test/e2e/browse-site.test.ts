import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { checkAxe } from '../../functions/assessment/accessibility/check-axe.ts';
import { type Browsed, createBrowse } from '../../functions/assessment/browser/browse-site.ts';
import { findChromium } from '../../functions/assessment/browser/find-chromium.ts';
import { checkVisual } from '../../functions/assessment/visual/check-visual.ts';
import { parseAllowedHosts } from '../../functions/platform/safe-fetch/allowed-hosts.ts';

const found = await findChromium({ path: process.env['CHROMIUM'] });
const url = 'http://site.example/';

/** Programs of ours that still run with a profile of an assessment. */
const leftRunning = (): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return /--user-data-dir=\S*\/assess-/.test(command) ? [command.slice(0, 200)] : [];
      } catch {
        return [];
      }
    });

if (!found.ok) {
  test('Left out: sites are browsed in Chromium, and this machine has none', () => {
    expect(found.ok).toBe(false);
  });
} else {
  const closing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  const serve = async (
    listener: RequestListener,
  ): Promise<{ port: number; server: Server; connections: () => number }> => {
    let connections = 0;
    const server = createServer(listener);
    server.on('connection', () => {
      connections += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => {
      server.closeAllConnections();
      server.close();
    });
    return { port: (server.address() as AddressInfo).port, server, connections: () => connections };
  };

  /** Browses what `listener` serves as site.example, without Lighthouse unless it is wanted. */
  const browse = async (
    listener: RequestListener,
    { wholeMs = 40_000, loadMs = 8_000 }: { wholeMs?: number; loadMs?: number } = {},
  ): Promise<{ seen: Browsed; milliseconds: number }> => {
    const { port } = await serve(listener);
    const allowed = parseAllowedHosts(`site.example=127.0.0.1:${String(port)}`);
    const began = Date.now();
    const seen = await createBrowse({ chromium: async () => found, allowed, limits: { wholeMs, loadMs } })(url, {
      lighthouse: async () => false,
    });
    return { seen, milliseconds: Date.now() - began };
  };
  const html =
    (text: string): RequestListener =>
    (_asked, answer) =>
      answer
        .writeHead(200, { 'content-type': 'text/html' })
        .end(`<!doctype html><html lang="en"><title>Site</title>${text}`);
  const whole = (seen: Browsed) => {
    if (!seen.ok) throw new Error(seen.reason);
    return seen;
  };

  test('takes pictures of the sizes that were asked for, reads the DOM and runs axe-core; nothing is left running', async () => {
    const { seen } = await browse(
      html(
        `<meta name="viewport" content="width=device-width"><body style="margin:0"><main><h1>Roofs that last</h1><a href="/book" style="display:inline-block;padding:20px">Book a visit</a><img src="/none.png"><div style="width:900px">wide</div><p style="font-size:9px">${'small print '.repeat(50)}</p></main><script>alert('hello'); Array.prototype.toJSON = () => 'spoilt';</script>`,
      ),
    );
    const { views, axe, traffic } = whole(seen);
    expect(views.map(({ device, width, height }) => [device, width, height])).toEqual([
      ['desktop', 1920, 1080],
      ['mobile', 390, 844],
    ]);
    for (const { picture, width, height } of views) {
      const bytes = Buffer.from(picture?.bytes ?? []);
      expect([bytes.toString('latin1', 0, 4), bytes.toString('latin1', 8, 12)]).toEqual(['RIFF', 'WEBP']);
      expect(bytes.byteLength).toBeLessThanOrEqual(500 * 1024);
      // VP8 and VP8L keep the size at different places; VP8's is the one a page in colours gets.
      if (bytes.toString('latin1', 12, 16) === 'VP8 ')
        expect([bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff]).toEqual([width, height]);
    }
    const domOf = (device: 'desktop' | 'mobile') => views.find((view) => view.device === device)?.dom ?? null;
    const { results } = checkVisual(
      { url, desktop: domOf('desktop'), mobile: domOf('mobile') },
      { screenshots: [], look: { ok: false, reason: 'none' } },
    );
    expect(results.filter(({ state }) => state === 'fail').map(({ id }) => id)).toEqual([
      'visual.mobile_overflow',
      'visual.mobile_text_size',
      'visual.first_screen_image',
      'visual.broken_images',
    ]);
    const failures = axe === null ? [] : checkAxe(axe, url).results.filter(({ state }) => state === 'fail');
    expect(failures.find(({ id }) => id === 'accessibility.axe.image-alt')?.evidence[0]).toMatchObject({
      where: 'img',
      quote: '<img src="/none.png">',
    });
    // Chromium asks Google by itself who is signed in; nothing else was refused.
    expect(traffic.refused.filter(({ target }) => target !== 'accounts.google.com:443')).toEqual([]);
    expect(leftRunning()).toEqual([]);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('assess-'))).toEqual([]);
  });

  test('a page reaches neither loopback nor metadata nor private hosts, by whatever means', async () => {
    const inside = await serve((_asked, answer) => answer.end('secret'));
    const port = String(inside.port);
    const hosts = [
      `127.0.0.1:${port}`,
      `localhost:${port}`,
      `[::1]:${port}`,
      `0.0.0.0:${port}`,
      '169.254.169.254',
      '10.0.0.1',
      '192.168.0.1',
    ];
    const page = hosts
      .map(
        (host) =>
          `<img src="http://${host}/img"><iframe src="http://${host}/frame"></iframe><link rel="stylesheet" href="http://${host}/css"><link rel="prefetch" href="http://${host}/prefetch"><script src="http://${host}/script"></script><script>fetch('http://${host}/fetch',{mode:'no-cors'}).catch(()=>0);new WebSocket('ws://${host}/socket');navigator.sendBeacon('http://${host}/beacon','x');new Worker(URL.createObjectURL(new Blob(["fetch('http://${host}/worker',{mode:'no-cors'})"])))</script>`,
      )
      .join('');
    const redirects = `<img src="/hop?to=${encodeURIComponent(`http://127.0.0.1:${port}/hop`)}"><iframe src="/hop?to=${encodeURIComponent('file:///etc/passwd')}"></iframe><script>new RTCPeerConnection({iceServers:[{urls:'stun:127.0.0.1:${port}'}]}).createDataChannel('x')</script>`;
    const { seen } = await browse((asked, answer) => {
      const to = new URL(asked.url ?? '/', url).searchParams.get('to');
      if (to === null) html(`<h1>Trap</h1>${page}${redirects}`)(asked, answer);
      else answer.writeHead(302, { location: to }).end();
    });
    const { traffic } = whole(seen);
    expect(inside.connections()).toBe(0);
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '169.254.169.254', '10.0.0.1'])
      expect({ host, refused: traffic.refused.some(({ target }) => target.includes(host)) }).toEqual({
        host,
        refused: true,
      });
  });

  test('a site that leads to a private address is not opened there', async () => {
    const inside = await serve((_asked, answer) => answer.end('secret'));
    const { seen } = await browse((_asked, answer) =>
      answer.writeHead(302, { location: `http://127.0.0.1:${String(inside.port)}/` }).end(),
    );
    expect(inside.connections()).toBe(0);
    const { views, axe, notMeasured } = whole(seen);
    expect([views, axe]).toEqual([[], null]);
    expect(notMeasured.map(({ what }) => what)).toEqual([
      'The desktop view',
      'The mobile view',
      'Accessibility in the browser',
    ]);
  });

  test('a page that never ends is looked at as it stands, in time', async () => {
    const { seen, milliseconds } = await browse(
      (_asked, answer) => {
        answer.writeHead(200, { 'content-type': 'text/html' });
        answer.write('<!doctype html><html lang="en"><title>Endless</title><h1>Endless</h1>');
        const timer = setInterval(() => answer.write('<p>more</p>'), 50);
        answer.on('close', () => clearInterval(timer));
      },
      { wholeMs: 30_000, loadMs: 2_000 },
    );
    const { views, notMeasured } = whole(seen);
    expect(views.map(({ dom }) => dom?.headline)).toEqual(['Endless', 'Endless']);
    expect(notMeasured[0]).toEqual({
      what: 'The desktop view',
      reason: 'The page did not stop loading: it was looked at as it stood.',
    });
    expect(milliseconds).toBeLessThan(45_000);
    expect(leftRunning()).toEqual([]);
  });

  test('a page whose scripts never stop costs its time and no more', async () => {
    const { milliseconds } = await browse(
      html('<h1>Busy</h1><script>addEventListener("load",()=>{for(;;);})</script>'),
      {
        wholeMs: 8_000,
        loadMs: 3_000,
      },
    );
    expect(milliseconds).toBeLessThan(25_000);
    expect(leftRunning()).toEqual([]);
  });
}
