import { rmSync } from 'node:fs';
import { CompleteAnswer, GenerationView, PositioningAnswer } from '../../functions/copy/generations/generation.ts';
import { Problem } from '../../functions/platform/http/problem.ts';
import { testFolder } from '../support/campaign-files.ts';
import { readEvents } from '../support/copy-world.ts';
import { type SystemInChild, startLocalSystem } from '../support/local-system.ts';

let system: SystemInChild;
const folder = testFolder();
beforeAll(async () => {
  system = await startLocalSystem(folder, { sample: true });
});
afterAll(async () => {
  await system.stop();
  rmSync(folder, { recursive: true, force: true });
});

const send = (
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> =>
  fetch(`${system.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${system.apiKey}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

const ASK = {
  websiteUrl: 'http://quaylight.example/',
  icp: 'Heads of operations at logistics companies in the Netherlands',
};

test('through the whole stack: each endpoint writes, and its fixed path goes before that of a campaign', async () => {
  const complete = await send('POST', '/campaigns/complete', ASK);
  const answer = CompleteAnswer.parse(await complete.json());
  expect(answer.companyName).toBe('Quaylight Systems');
  expect(complete.headers.get('x-ratelimit-limit')).toBe('100');
  for (const kind of ['positioning', 'email', 'enrichment']) {
    const one = await send('POST', `/campaigns/${kind}`, ASK);
    expect({ kind, status: one.status }).toEqual({ kind, status: 200 });
  }
  expect((await send('GET', '/campaigns/positioning')).status).toBe(404);
  expect((await send('GET', '/campaigns')).status).toBe(200);
});

test('as events, taken up again where the client was, and read afterwards', async () => {
  const streamed = await send('POST', '/campaigns/positioning', ASK, { accept: 'text/event-stream' });
  expect(streamed.headers.get('content-type')).toContain('text/event-stream');
  const told = readEvents(await streamed.text());
  expect(told.at(-1)?.event).toBe('done');
  const [id = ''] = (told[0]?.id ?? '').split(':');
  const rest = await send('POST', '/campaigns/positioning', ASK, {
    accept: 'text/event-stream',
    'last-event-id': `${id}:2`,
  });
  expect(readEvents(await rest.text())).toEqual(told.slice(2));
  const later = await send('GET', `/generations/${id}/events`, undefined, { 'last-event-id': `${id}:3` });
  expect(readEvents(await later.text())).toEqual(told.slice(3));
});

test('what was written is exported in four formats, shared and taken back', async () => {
  const { metadata } = PositioningAnswer.parse(await (await send('POST', '/campaigns/positioning', ASK)).json());
  const path = `/generations/${metadata.generationId}`;
  expect(GenerationView.parse(await (await send('GET', path)).json()).status).toBe('done');
  const formats = { json: '{', csv: '\uFEFFsection', markdown: '# Positioning', pdf: '%PDF-' };
  for (const [format, start] of Object.entries(formats)) {
    const file = await send('GET', `${path}/export?format=${format}`);
    expect({
      format,
      status: file.status,
      start: Buffer.from(await file.arrayBuffer())
        .toString('utf8')
        .startsWith(start),
    }).toEqual({ format, status: 200, start: true });
  }
  const { url } = (await (await send('POST', `${path}/share`, { days: 1 })).json()) as { url: string };
  const page = await fetch(url);
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(await page.text()).toContain('Quaylight');
  expect((await fetch(url, { headers: { accept: 'application/json' } })).headers.get('content-type')).toContain(
    'application/json',
  );
  await send('DELETE', `${path}/share`);
  expect((await fetch(url)).status).toBe(404);
});

test('the errors of the spec come through the gateway with their headers', async () => {
  const problem = async (body: unknown) =>
    Problem.parse(await (await send('POST', '/campaigns/complete', body)).json());
  expect(await problem({ websiteUrl: 'not a url' })).toMatchObject({ status: 400, errorCode: 'bad_url' });
  expect(await problem({ websiteUrl: 'http://169.254.169.254/' })).toMatchObject({
    status: 400,
    errorCode: 'private_address',
  });
  expect(await problem({ websiteUrl: 'http://umbrafield.example/' })).toMatchObject({
    status: 422,
    tried: ['http://umbrafield.example/'],
  });
  expect(await problem({ ...ASK, writer: 'model' })).toMatchObject({ status: 422, errorCode: 'model_not_configured' });
  expect((await fetch(`${system.url}/api/v1/campaigns/complete`, { method: 'POST', body: '{}' })).status).toBe(401);
});
