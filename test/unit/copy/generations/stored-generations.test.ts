import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { generationRoutes } from '../../../../functions/copy/generations/contract.ts';
import { renderCopyPdf } from '../../../../functions/copy/generations/copy-pdf.ts';
import { createExportGeneration } from '../../../../functions/copy/generations/export-generation.ts';
import { createServeGenerations } from '../../../../functions/copy/generations/serve-generations.ts';
import { createSharedLinks } from '../../../../functions/copy/generations/shared-links.ts';
import { createStreamGeneration } from '../../../../functions/copy/generations/stream-generation.ts';
import { createApi } from '../../../../functions/platform/http/api.ts';
import { newId, WorkspaceId } from '../../../../functions/platform/ids.ts';
import { silentLog } from '../../../../functions/platform/log.ts';
import { createCopyWorld, html, PUMPS, readEvents, takeAnswer } from '../../../support/copy-world.ts';
import { pdfPages } from '../../../support/pdf-text.ts';

const NOW = Date.parse('2026-11-21T09:30:00.000Z');
const DAY = 86_400_000;
/** A site whose words would be formulas in a spreadsheet, tags on a page and marks in Markdown. */
const TRICKY = html(
  `<h1>Water where the well ends.</h1><h2>=SUM(A1:A9)</h2><p>You turn one key and both valves close within 9 seconds.</p>
   <h2>&lt;img src=x onerror=alert(1)&gt;</h2><p>Our 12 engineers in Łódź and Kōchi live within 20 kilometres of every orchard.</p>
   <h2># Not a heading</h2><p>In 2025 our 140 customers saved 31% of the water they had used in 2022.</p>`,
  'Acme Pumps',
);

const opened: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const { close } of opened.splice(0)) await close();
});

const world = async (page = PUMPS) => {
  let now = NOW;
  const copy = await createCopyWorld({ 'acme.example/': page }, { now: () => now });
  opened.push(copy);
  await copy.ask('complete', { websiteUrl: 'http://acme.example/' });
  const links = createSharedLinks(copy.table, () => now);
  const { store, workspaceId, context } = copy;
  const api = createApi({
    routes: generationRoutes,
    handlers: createServeGenerations({ store, links, origin: 'https://app.example' }),
    log: silentLog,
  });
  const id = (await store.list(workspaceId, { limit: 1 }))?.items[0]?.id ?? '';
  const event = (method: string, path: string, more: Readonly<Record<string, unknown>> = {}): APIGatewayProxyEvent =>
    ({
      httpMethod: method,
      resource: path.startsWith('/s/') ? path : `/api/v1${path}`,
      path,
      headers: {},
      pathParameters: { generationId: id },
      queryStringParameters: null,
      body: null,
      isBase64Encoded: false,
      requestContext: {
        requestId: 'trace',
        authorizer: { workspaceId, kind: 'key', id: 'k', role: 'member', mode: 'sandbox' },
      },
      ...more,
    }) as unknown as APIGatewayProxyEvent;
  const call = async (method: string, path: string, more: Readonly<Record<string, unknown>> = {}) => {
    const { statusCode, body, headers } = await api(event(method, path, more), { awsRequestId: 'r' } as Context);
    return { status: statusCode, text: body, headers, json: () => JSON.parse(body) as Record<string, unknown> };
  };
  const stranger = {
    requestContext: {
      requestId: 't',
      authorizer: { workspaceId: newId(WorkspaceId, 'ws'), kind: 'key', id: 'k', role: 'owner', mode: 'live' },
    },
  };
  const exported = async (format: string, more: Readonly<Record<string, unknown>> = {}) => {
    const taken = takeAnswer();
    const serve = createExportGeneration({ store, renderPdf: renderCopyPdf });
    await serve(
      event('GET', '/generations/{generationId}/export', { queryStringParameters: { format }, ...more }),
      taken.open,
    );
    return { ...taken.answer(), bytes: taken.bytes() };
  };
  return {
    ...copy,
    context,
    id,
    event,
    call,
    exported,
    stranger,
    pass: (days: number) => {
      now += days * DAY;
    },
  };
};

const GENERATION = '/generations/{generationId}';

test('what was written is listed newest first, read with its result, and is nobody else’s', async () => {
  const { call, id, stranger } = await world();
  const listed = (await call('GET', '/generations')).json();
  expect(listed).toMatchObject({
    items: [{ id, kind: 'complete', status: 'done', companyName: 'Acme Pumps', expiresAt: '2027-02-19T09:30:00.000Z' }],
  });
  expect(JSON.stringify(listed)).not.toContain('request');
  expect((await call('GET', GENERATION)).json()).toMatchObject({
    id,
    result: { kind: 'complete', metadata: { generationId: id } },
  });
  expect((await call('GET', GENERATION, stranger)).status).toBe(404);
  expect((await call('DELETE', GENERATION, stranger)).status).toBe(404);
  expect((await call('POST', `${GENERATION}/share`, stranger)).status).toBe(404);
  expect((await call('GET', '/generations', { queryStringParameters: { cursor: 'bm9uZQ' } })).status).toBe(400);
});

test('a shared link shows the copy to whoever has it, as a page without scripts and as JSON, until it expires', async () => {
  const { call, pass } = await world();
  const { url, expiresAt } = (await call('POST', `${GENERATION}/share`, { body: '{"days":3}' })).json();
  expect(expiresAt).toBe('2026-11-24T09:30:00.000Z');
  const token = String(url).split('/s/')[1] ?? '';
  const open = (more: Readonly<Record<string, unknown>> = {}) =>
    call('GET', '/s/{token}', { pathParameters: { token }, requestContext: { requestId: 't' }, ...more });
  const page = await open();
  expect(page.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'x-robots-tag': 'noindex' });
  expect(page.text).toContain('Most orchards lose a tenth of their trees');
  expect(page.text).not.toMatch(/<script|onerror=/);
  for (const asJson of [{ headers: { Accept: 'application/json' } }, { queryStringParameters: { format: 'json' } }]) {
    const told = await open(asJson);
    expect(told.headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8' });
    expect(told.json()).toMatchObject({ kind: 'complete', result: { companyName: 'Acme Pumps' } });
    expect(told.text).not.toContain('requestHash');
  }
  pass(3);
  expect((await open()).status).toBe(404);
});

test('a link that works no more says so as a page to a browser, and as a problem to a program', async () => {
  const { call, pass } = await world();
  const { url } = (await call('POST', `${GENERATION}/share`, { body: '{"days":1}' })).json();
  const token = String(url).split('/s/')[1] ?? '';
  const open = (accept: string) =>
    call('GET', '/s/{token}', {
      ...{ pathParameters: { token }, requestContext: { requestId: '<t>' } },
      headers: { Accept: accept },
    });
  pass(2);
  const page = await open('text/html,application/xhtml+xml,*/*;q=0.8');
  expect(page.status).toBe(404);
  expect(page.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'x-robots-tag': 'noindex' });
  expect(page.text).toContain('has expired or was taken back');
  expect(page.text).toContain('&lt;t&gt;');
  expect((await open('*/*')).json()).toMatchObject({ errorCode: 'link_unknown' });
});

test('links are taken back at once, all of them; of the secret only its hash is kept', async () => {
  const { call, table } = await world();
  const { url } = (await call('POST', `${GENERATION}/share`)).json();
  const token = String(url).split('/s/')[1] ?? '';
  expect(JSON.stringify(table.items())).not.toContain(token);
  expect((await call('GET', `${GENERATION}/share`)).json()).toMatchObject({
    items: [{ expiresAt: '2026-11-28T09:30:00.000Z' }],
  });
  expect((await call('DELETE', `${GENERATION}/share`)).json()).toEqual({ revoked: 1 });
  expect((await call('GET', '/s/{token}', { pathParameters: { token } })).status).toBe(404);
  expect((await call('GET', '/s/{token}', { pathParameters: { token: 'x'.repeat(32) } })).status).toBe(404);
});

test('deleting leaves nothing behind, links included', async () => {
  const { call, table } = await world();
  await call('POST', `${GENERATION}/share`);
  expect((await call('DELETE', GENERATION)).status).toBe(204);
  expect(table.items().map(({ type }) => type)).toEqual(['CopyRequests']);
  expect((await call('GET', GENERATION)).status).toBe(404);
});

test('work that broke off is told as failed, not as running for ever', async () => {
  const { store, workspaceId, table, id, pass } = await world();
  for (const item of table.items().filter(({ type }) => type === 'Generation'))
    await table.put({ ...item, status: 'running', finishedAt: null } as never);
  pass(1);
  const found = await store.list(workspaceId, { limit: 10 });
  expect(found?.items.find((one) => one.id === id)).toMatchObject({
    status: 'failed',
    problem: { errorCode: 'interrupted' },
  });
});

test('CSV holds every text once a row, and nothing that a spreadsheet runs', async () => {
  const { exported } = await world(TRICKY);
  const { text, headers } = await exported('csv');
  expect(headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="acme-pumps-complete.csv"',
  });
  expect(text).toMatch(/^\uFEFFsection,item,field,text,source,passages\r\n/);
  expect(text).not.toMatch(/(?:^|,)"?[=+@\t-]/m);
});

test('Markdown cannot be given headings, tags or links by a website', async () => {
  const { exported } = await world(TRICKY);
  const { text, headers } = await exported('markdown');
  expect(headers['content-type']).toBe('text/markdown; charset=utf-8');
  expect(text).toContain('# Positioning, mails and enrichment for Acme Pumps');
  expect(text).not.toMatch(/^# Not a heading|(?<!\\)<img/m);
});

test('JSON is the package as it was written', async () => {
  const { exported, store, workspaceId, id } = await world();
  expect(JSON.parse((await exported('json')).text)).toEqual(await store.result(workspaceId, id as never));
});

test('the PDF has its pages numbered and its words as text', async () => {
  const { exported } = await world(TRICKY);
  const { bytes, headers } = await exported('pdf');
  expect(headers).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': 'attachment; filename="acme-pumps-complete.pdf"',
  });
  const pages = pdfPages(bytes);
  expect(pages.length).toBeGreaterThan(1);
  pages.forEach((text, at) => {
    expect(text).toContain(`${String(at + 1)} of ${String(pages.length)}`);
  });
  const words = pages.join(' ');
  expect(words).toContain('both valves close within 9 seconds');
  expect(words).toContain('Łódź and Kōchi');
});

test('the PDF draws other scripts as they are written', async () => {
  const text = 'Łódź, Kōkako, Ελλάδα, Їжак, 青嶺ソフト';
  const [page = ''] = pdfPages(await renderCopyPdf([{ kind: 'text', text }], 'Copy'));
  expect(page.replaceAll(' ', '')).toContain(text.replaceAll(' ', ''));
});

test('an export of what is not there, or not written, says so', async () => {
  const { exported, stranger, store, workspaceId, id } = await world();
  expect((await exported('pdf', stranger)).status).toBe(404);
  expect((await exported('docx')).status).toBe(400);
  await store.resume(workspaceId, id as never);
  expect((await exported('csv')).json()).toMatchObject({ status: 409, errorCode: 'not_written' });
});

test('the events of a generation can be read afterwards, from any of them on', async () => {
  const { event, store, id, context } = await world();
  const stream = createStreamGeneration({ store, pause: () => Promise.resolve() });
  const read = async (headers: Readonly<Record<string, string>>) => {
    const taken = takeAnswer();
    await stream(event('GET', '/generations/{generationId}/events', { headers }), taken.open, context);
    return readEvents(taken.answer().text);
  };
  const whole = await read({});
  expect(whole.at(-1)?.event).toBe('done');
  expect(await read({ 'Last-Event-ID': `${id}:2` })).toEqual(whole.slice(2));
  expect(await read({ 'Last-Event-ID': 'gen_01kahd6jx0anotherone00000000:2' })).toEqual(whole);
});
