import { discoveryRoutes } from '../../../functions/discovery/contract.ts';
import { createServeImports } from '../../../functions/discovery/serve-imports.ts';
import { importSourceKey } from '../../../functions/platform/files-layout.ts';
import { createApi } from '../../../functions/platform/http/api.ts';
import { WorkspaceId } from '../../../functions/platform/ids.ts';
import { silentLog } from '../../../functions/platform/log.ts';
import { createDiscoveryWorld, workspaceId } from './discovery-world.ts';

const OTHER = WorkspaceId.parse('ws_00000000000000000000000002');

/** What the tests look at in any answer. */
type Body = Readonly<{
  import: { id: string };
  upload: { url: string };
  items: { id: string }[];
  nextCursor: string | null;
  fieldErrors: unknown;
}>;

const createService = () => {
  const world = createDiscoveryWorld();
  const begun: unknown[] = [];
  let refuses = false;
  const at = (key: string) =>
    Promise.resolve({ url: `https://files.example/${key}`, expiresAt: '2026-11-21T10:00:00.000Z' });
  const handler = createApi({
    routes: discoveryRoutes,
    log: silentLog,
    handlers: createServeImports({
      imports: world.imports,
      companies: world.companies,
      files: world.files,
      links: { upload: at, download: at },
      beginReading: async (input) => {
        if (refuses) throw new Error('no Lambda');
        begun.push(input);
      },
      clock: world.clock,
    }),
  });
  const call = async (
    method: string,
    resource: string,
    {
      params = {},
      body,
      query = {},
      as = workspaceId,
    }: { params?: object; body?: unknown; query?: object; as?: string } = {},
  ) => {
    const event = {
      httpMethod: method,
      resource: `/api/v1${resource}`,
      path: resource,
      pathParameters: params,
      queryStringParameters: query,
      headers: {},
      body: body === undefined ? null : JSON.stringify(body),
      isBase64Encoded: false,
      requestContext: {
        requestId: 'r',
        authorizer: { workspaceId: as, kind: 'key', id: 'key_0000000000', role: 'member', mode: 'sandbox' },
      },
    };
    const answer = await handler(event as never, { awsRequestId: 'r' } as never);
    return { status: answer.statusCode, body: JSON.parse(answer.body || '{}') as Body };
  };
  const create = (body: object = {}) =>
    call('POST', '/imports', { body: { kind: 'companies', format: 'csv', fileName: 'a.csv', ...body } });
  return {
    world,
    begun,
    call,
    create,
    refuse: () => {
      refuses = true;
    },
    upload: (id: string, content: string) =>
      world.files.objects.set(importSourceKey(workspaceId, id as never), Buffer.from(content)),
  };
};

test('announcing a file answers where to upload it', async () => {
  const { create } = createService();
  const { status, body } = await create();
  expect(status).toBe(201);
  expect(body.import).toMatchObject({ status: 'awaiting_upload', kind: 'companies', fileName: 'a.csv' });
  expect(body.upload).toMatchObject({ method: 'PUT', maxBytes: 512 * 1024 * 1024 });
  expect(body.upload.url).toContain(body.import.id);
});

test('a mapping of a field that does not exist is refused by its name', async () => {
  const { create } = createService();
  const { status, body } = await create({ mapping: { shoeSize: 'Size' } });
  expect(status).toBe(400);
  expect(body.fieldErrors).toEqual([{ field: 'mapping.shoeSize', message: 'is no field of a list of companies' }]);
});

test('processing begins once: not before the upload, not twice, not after the end', async () => {
  const { world, create, call, upload, begun } = createService();
  const { id } = (await create()).body.import;
  const process = () => call('POST', '/imports/{importId}/process', { params: { importId: id } });
  expect(await process()).toMatchObject({ status: 409, body: { errorCode: 'nothing_uploaded' } });
  upload(id, 'Company,Website\nA,a.com\n');
  expect(await process()).toMatchObject({ status: 202, body: { status: 'processing' } });
  expect(await process()).toMatchObject({ status: 409, body: { errorCode: 'import_processing' } });
  expect(begun).toEqual([{ workspaceId, importId: id }]);
  await world.processImport({ workspaceId, importId: id });
  expect(await process()).toMatchObject({ status: 409, body: { errorCode: 'import_completed' } });
});

test('a failed import, or one whose reading died, may be tried again', async () => {
  const { world, create, call, upload, begun } = createService();
  const { id } = (await create()).body.import;
  const process = () => call('POST', '/imports/{importId}/process', { params: { importId: id } });
  upload(id, '');
  await process();
  await world.processImport({ workspaceId, importId: id });
  upload(id, 'Company,Website\nA,a.com\n');
  expect(await process()).toMatchObject({ status: 202, body: { status: 'processing', problem: null } });
  world.time.now += 17 * 60_000;
  expect(await process()).toMatchObject({ status: 202 });
  expect(begun).toHaveLength(3);
});

test('when reading cannot be started the import does not stay stuck', async () => {
  const { create, call, upload, refuse } = createService();
  const { id } = (await create()).body.import;
  upload(id, 'x');
  refuse();
  expect(await call('POST', '/imports/{importId}/process', { params: { importId: id } })).toMatchObject({
    status: 500,
  });
  expect(await call('GET', '/imports/{importId}', { params: { importId: id } })).toMatchObject({
    body: { status: 'failed' },
  });
});

test('lists imports newest first, page by page', async () => {
  const { create, call, world } = createService();
  const ids: string[] = [];
  for (let n = 0; n < 3; n += 1) {
    world.time.now += 5;
    await new Promise((resolve) => setTimeout(resolve, 2));
    ids.push((await create()).body.import.id);
  }
  const first = await call('GET', '/imports', { query: { limit: '2' } });
  expect(first.body.items.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
  const second = await call('GET', '/imports', { query: { limit: '2', cursor: first.body.nextCursor } });
  expect(second.body.items.map(({ id }) => id)).toEqual([ids[0]]);
  expect(await call('GET', '/imports', { query: { cursor: first.body.nextCursor }, as: OTHER })).toMatchObject({
    status: 400,
    body: { fieldErrors: [{ field: 'query.cursor' }] },
  });
});

test('gives the list of rejected rows once there is one, and a company by its domain', async () => {
  const { world, call } = createService();
  const waiting = await world.announce('');
  expect(await call('GET', '/imports/{importId}/rejected', { params: { importId: waiting } })).toMatchObject({
    status: 409,
  });
  const { id } = await world.load('Company,Website\nA,a.com\nB,\n');
  expect(await call('GET', '/imports/{importId}/rejected', { params: { importId: id } })).toMatchObject({
    status: 200,
    body: { url: expect.stringContaining('rejected.csv') },
  });
  expect(await call('GET', '/companies/{domain}', { params: { domain: 'A.com' } })).toMatchObject({
    status: 200,
    body: { name: 'A' },
  });
  expect(await call('GET', '/companies/{domain}', { params: { domain: 'b.com' } })).toMatchObject({ status: 404 });
});

test('another workspace finds nothing', async () => {
  const { world, call } = createService();
  const { id } = await world.load('Company,Website\nA,a.com\n');
  const as = OTHER;
  const params = { importId: id, domain: 'a.com' };
  for (const [method, path] of [
    ['GET', '/imports/{importId}'],
    ['GET', '/imports/{importId}/rejected'],
    ['POST', '/imports/{importId}/process'],
    ['GET', '/companies/{domain}'],
  ] as const)
    expect(await call(method, path, { params, as })).toMatchObject({ status: 404 });
  expect(await call('GET', '/imports', { as })).toMatchObject({ status: 200, body: { items: [] } });
});
