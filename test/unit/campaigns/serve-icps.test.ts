import { createCampaignStore } from '../../../functions/campaigns/campaign-store.ts';
import { Icp, Offer, Sender } from '../../../functions/campaigns/contract.ts';
import { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import { icpRoutes } from '../../../functions/campaigns/icp-contract.ts';
import { createIcpStore } from '../../../functions/campaigns/icp-store.ts';
import { createServeIcps } from '../../../functions/campaigns/serve-icps.ts';
import { createApi } from '../../../functions/platform/http/api.ts';
import { CampaignId, IcpId, ImportId, newId, WorkspaceId } from '../../../functions/platform/ids.ts';
import { silentLog } from '../../../functions/platform/log.ts';
import { createMemoryTable } from '../../support/memory-table.ts';

const workspaceId = WorkspaceId.parse('ws_00000000000000000000000001');
const other = WorkspaceId.parse('ws_00000000000000000000000002');
const named = (name: string, told: object = {}) => IcpCriteria.parse({ name, ...told });

const createWorld = async () => {
  const table = createMemoryTable();
  const clock = () => Date.parse('2026-11-21T09:00:00.000Z');
  const icps = createIcpStore(table, clock);
  const campaigns = createCampaignStore(table, clock);
  const icp = await icps.create(workspaceId, newId(IcpId, 'icp'), named('First', { industries: ['Fintech'] }));
  await icps.update(workspaceId, icp.id, named('Second'));
  await icps.update(workspaceId, icp.id, named('Third'));
  const handler = createApi({ routes: icpRoutes, handlers: createServeIcps({ icps, campaigns }), log: silentLog });
  const call = async (
    method: string,
    path: string,
    { params = {}, query = {}, body = {}, as = workspaceId, role = 'member' }: Record<string, unknown> = {},
  ) => {
    const answer = await handler(
      {
        ...{ httpMethod: method, resource: `/api/v1${path}`, path, queryStringParameters: query, headers: {} },
        ...{ body: JSON.stringify(body), pathParameters: { icpId: icp.id, ...(params as object) } },
        requestContext: { requestId: 'r', authorizer: { workspaceId: as, kind: 'key', id: 'k', role, mode: 'live' } },
      } as never,
      { awsRequestId: 'r' } as never,
    );
    return { status: answer.statusCode, body: answer.body === '' ? null : (JSON.parse(answer.body) as unknown) };
  };
  return { icps, campaigns, icp, call };
};

test('every version is kept and listed, the newest first, page by page', async () => {
  const { call } = await createWorld();
  const first = await call('GET', '/icps/{icpId}/versions', { query: { limit: '2' } });
  expect(first).toMatchObject({
    status: 200,
    body: {
      items: [
        { version: 3, criteria: { name: 'Third' } },
        { version: 2, criteria: { name: 'Second' } },
      ],
    },
  });
  const { nextCursor: cursor } = first.body as { nextCursor: string };
  expect(await call('GET', '/icps/{icpId}/versions', { query: { limit: '2', cursor } })).toMatchObject({
    body: { items: [{ version: 1, criteria: { name: 'First', industries: ['Fintech'] } }], nextCursor: null },
  });
  expect(await call('GET', '/icps/{icpId}/versions', { query: { cursor: 'bm8' } })).toMatchObject({ status: 400 });
});

test('restoring a version makes it the newest one; what came between stays', async () => {
  const { call, icps, icp } = await createWorld();
  const { status, body } = await call('POST', '/icps/{icpId}/versions/{version}/restore', { params: { version: '1' } });
  expect([status, Icp.parse(body)]).toMatchObject([200, { version: 4, criteria: { name: 'First' } }]);
  expect((await icps.version(workspaceId, icp.id, 3))?.name).toBe('Third');
  expect(await call('POST', '/icps/{icpId}/versions/{version}/restore', { params: { version: '9' } })).toMatchObject({
    status: 404,
    body: { errorCode: 'icp_version_not_found' },
  });
});

test('a copy is a profile of its own', async () => {
  const { call, icps, icp } = await createWorld();
  const copy = Icp.parse((await call('POST', '/icps/{icpId}/duplicate')).body);
  expect(copy).toMatchObject({ version: 1, criteria: { name: 'Third (copy)' } });
  expect(copy.id).not.toBe(icp.id);
  expect(await call('POST', '/icps/{icpId}/duplicate', { body: { name: 'Mine' } })).toMatchObject({
    status: 201,
    body: { criteria: { name: 'Mine' } },
  });
  await icps.update(workspaceId, copy.id, named('Changed'));
  expect((await icps.get(workspaceId, icp.id))?.criteria.name).toBe('Third');
});

test('a profile without campaigns can be deleted, and its versions stay for the runs that used them', async () => {
  const { call, icps, icp } = await createWorld();
  expect(await call('DELETE', '/icps/{icpId}')).toEqual({ status: 204, body: null });
  expect(await icps.get(workspaceId, icp.id)).toBeUndefined();
  expect((await icps.version(workspaceId, icp.id, 2))?.name).toBe('Second');
  expect(await call('DELETE', '/icps/{icpId}')).toMatchObject({ status: 404 });
});

test('a profile that a campaign uses is not deleted, and the campaign is named', async () => {
  const { call, campaigns, icp } = await createWorld();
  await campaigns.create(workspaceId, {
    ...{ id: newId(CampaignId, 'cmp'), name: 'Autumn', icpId: icp.id, icpVersion: 3 },
    offer: Offer.parse({ product: 'P', oneLiner: 'O', problems: ['p'], benefits: ['b'], callToAction: 'c' }),
    sender: Sender.parse({ name: 'S', email: 's@example.com', legalName: 'L', postalAddress: 'A' }),
    ...{ companyImports: [newId(ImportId, 'imp')], contactImports: [], approval: 'review', contactsPerCompany: 3 },
    ...{ readWebsites: false, costCapUsd: 1 },
  });
  expect(await call('DELETE', '/icps/{icpId}')).toMatchObject({
    status: 409,
    body: { errorCode: 'icp_in_use', detail: expect.stringContaining('Autumn') },
  });
});

test('a viewer may look and nothing else; another workspace sees nothing', async () => {
  const { call } = await createWorld();
  expect(await call('GET', '/icps/{icpId}/versions', { role: 'viewer' })).toMatchObject({ status: 200 });
  expect(await call('DELETE', '/icps/{icpId}', { role: 'viewer' })).toMatchObject({ status: 403 });
  for (const [method, path] of [
    ['GET', '/icps/{icpId}/versions'],
    ['POST', '/icps/{icpId}/duplicate'],
    ['DELETE', '/icps/{icpId}'],
  ] as const)
    expect(await call(method, path, { as: other })).toMatchObject({ status: 404 });
});
