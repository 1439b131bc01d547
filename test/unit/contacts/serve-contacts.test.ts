import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { contactIdOf } from '../../../functions/contacts/choose-contacts.ts';
import { createContactStore } from '../../../functions/contacts/contact-store.ts';
import { contactRoutes, Prospect } from '../../../functions/contacts/contract.ts';
import { judgeTitle } from '../../../functions/contacts/persona.ts';
import { createRecipientStore } from '../../../functions/contacts/recipient-store.ts';
import { createServeContacts } from '../../../functions/contacts/serve-contacts.ts';
import { createApi } from '../../../functions/platform/http/api.ts';
import { gatewayPath } from '../../../functions/platform/http/gateway-path.ts';
import { CampaignId, RunId, WorkspaceId } from '../../../functions/platform/ids.ts';
import { silentLog } from '../../../functions/platform/log.ts';
import { createMemoryTable } from '../../support/memory-table.ts';

const own = WorkspaceId.parse('ws_0000000001');
const other = WorkspaceId.parse('ws_0000000002');
const now = '2026-11-21T08:00:00.000Z';
const prospect = (email: string): Prospect =>
  Prospect.parse({
    id: contactIdOf(email),
    firstName: 'Ana',
    lastName: 'Silva',
    title: 'CEO',
    ...judgeTitle('CEO'),
    personaMatch: 1,
    email,
    verification: { verdict: 'unknown', reasons: [] },
    source: 'import',
    sourceRef: 'line 2',
    country: null,
  });

const world = async () => {
  const table = createMemoryTable();
  const contacts = createContactStore(table);
  const recipients = createRecipientStore(table, () => Date.parse(now));
  const people = ['a@acme.com', 'b@acme.com', 'c@acme.com'].map((email) => ({
    domain: 'acme.com',
    companyName: 'Acme',
    prospect: prospect(email),
  }));
  await contacts.write(own, people, now);
  await recipients.reserve(own, 'a@acme.com', {
    domain: 'acme.com',
    contactId: contactIdOf('a@acme.com'),
    campaignId: CampaignId.parse('cmp_0000000001'),
    runId: RunId.parse('run_0000000001'),
  });
  const handle = createApi({
    routes: contactRoutes,
    handlers: createServeContacts({ contacts, recipients }),
    log: silentLog,
  });
  const ask = async (
    route: (typeof contactRoutes)[keyof typeof contactRoutes],
    {
      workspaceId = own,
      path = {},
      query = {},
    }: { workspaceId?: WorkspaceId; path?: Record<string, string>; query?: Record<string, string> },
  ) => {
    const event = {
      httpMethod: route.method,
      resource: gatewayPath(route),
      path: gatewayPath(route),
      headers: {},
      pathParameters: path,
      queryStringParameters: query,
      requestContext: {
        requestId: 'req',
        authorizer: { workspaceId, kind: 'key', id: 'key_1', role: 'viewer', mode: 'sandbox' },
      },
    } as unknown as APIGatewayProxyEvent;
    const { statusCode, body } = await handle(event, { awsRequestId: 'req' } as Context);
    return { statusCode, body: JSON.parse(body) };
  };
  return { ask };
};

test('lists the people of a company page by page, each once', async () => {
  const { ask } = await world();
  const first = await ask(contactRoutes.listCompanyContacts, { path: { domain: 'ACME.com' }, query: { limit: '2' } });
  expect(first.statusCode).toBe(200);
  const second = await ask(contactRoutes.listCompanyContacts, {
    path: { domain: 'acme.com' },
    query: { limit: '2', cursor: first.body.nextCursor },
  });
  const emails = [...first.body.items, ...second.body.items].map(({ email }: { email: string }) => email);
  expect(emails.sort()).toEqual(['a@acme.com', 'b@acme.com', 'c@acme.com']);
  expect(first.body.items[0]).toMatchObject({ companyName: 'Acme', department: 'executive', createdAt: now });
  expect(second.body.nextCursor).toBeNull();
});

test("a cursor of another list or workspace's is refused", async () => {
  const { ask } = await world();
  const page = await ask(contactRoutes.listCompanyContacts, { path: { domain: 'acme.com' }, query: { limit: '1' } });
  const path = { domain: 'acme.com' };
  const query = { cursor: page.body.nextCursor };
  expect(await ask(contactRoutes.listCompanyContacts, { workspaceId: other, path, query })).toMatchObject({
    statusCode: 400,
  });
  expect(await ask(contactRoutes.listCompanyContacts, { path: { domain: 'b.com' }, query })).toMatchObject({
    statusCode: 400,
    body: { fieldErrors: [{ field: 'query.cursor' }] },
  });
});

test('tells whom an address belongs to and when it was written to, however it is spelled', async () => {
  const { ask } = await world();
  expect(await ask(contactRoutes.findContact, { query: { email: 'A@Acme.com' } })).toMatchObject({
    statusCode: 200,
    body: {
      domain: 'acme.com',
      contactId: contactIdOf('a@acme.com'),
      lastContactedAt: now,
      lastCampaignId: 'cmp_0000000001',
    },
  });
  expect(await ask(contactRoutes.findContact, { query: { email: 'nobody@acme.com' } })).toMatchObject({
    statusCode: 404,
  });
  expect(await ask(contactRoutes.findContact, { query: { email: 'x' } })).toMatchObject({ statusCode: 400 });
});

test("another workspace's people are not there", async () => {
  const { ask } = await world();
  expect(
    (await ask(contactRoutes.listCompanyContacts, { workspaceId: other, path: { domain: 'acme.com' } })).body.items,
  ).toEqual([]);
  expect(await ask(contactRoutes.findContact, { workspaceId: other, query: { email: 'a@acme.com' } })).toMatchObject({
    statusCode: 404,
  });
});
