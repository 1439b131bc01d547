import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { FoundContacts, findRoutes } from '../../../functions/contacts/find-contract.ts';
import { createFindPeople } from '../../../functions/contacts/find-people.ts';
import { createLookUp } from '../../../functions/contacts/look-up.ts';
import { createLookUpContacts } from '../../../functions/contacts/look-up-contacts.ts';
import { createReadWebsite } from '../../../functions/contacts/read-website.ts';
import { createWorkspacePeople } from '../../../functions/contacts/workspace-people.ts';
import { createApi } from '../../../functions/platform/http/api.ts';
import { gatewayPath } from '../../../functions/platform/http/gateway-path.ts';
import { silentLog } from '../../../functions/platform/log.ts';
import { providerUrls } from '../../../functions/platform/provider-urls.ts';
import type { FetchAnswer } from '../../../functions/platform/safe-fetch/fetch-answer.ts';
import { createMemoryFiles } from '../../support/memory-files.ts';
import { startFakeProvider, type Told } from '../../support/providers/fake-provider.ts';

const SITE: Readonly<Record<string, string>> = {
  'https://acme.com/':
    '<title>Acme</title><p>Acme builds pumps for farms in wet country.</p><h3>Bo Lund</h3><p>CTO</p><p>bo.lund@acme.com</p>',
};
const page = (url: string): FetchAnswer => {
  const text = SITE[url];
  if (url.includes('10.0.0.1')) return { ok: false, url, reason: 'private_address' };
  return text === undefined
    ? { ok: false, url, reason: 'http_404', status: 404 }
    : { ok: true, url, status: 200, contentType: 'text/html', text };
};

const world = async (
  hunter: () => Told = () => ({ body: { data: { emails: [] } } }),
  keys: readonly string[] = ['hunter'],
) => {
  const fake = await startFakeProvider(hunter);
  const files = createMemoryFiles();
  const clock = () => Date.parse('2026-11-21T09:00:00.000Z');
  const fetched: string[] = [];
  const booked: unknown[] = [];
  const findPeople = createFindPeople({
    readWebsite: createReadWebsite({
      fetchPage: (url) => {
        fetched.push(url);
        return Promise.resolve(page(url));
      },
      files,
      clock,
    }),
    lookUp: createLookUp({ readMailDomain: () => Promise.resolve('accepts') }),
    peopleOf: createWorkspacePeople({
      readCredentials: () =>
        Promise.resolve(Object.fromEntries(keys.map((name) => [name, { apiKey: 'sk-0123456789' }]))),
      urls: providerUrls(JSON.stringify({ hunter: fake.url })),
      files,
      clock,
      calls: { pause: () => Promise.resolve(), patience: 1_000 },
    }),
    bookPaidCall: async (of, { microUsd, ...call }) => {
      if (microUsd > 0) booked.push({ of, microUsd, ...call });
    },
    clock,
  });
  const handle = createApi({ routes: findRoutes, handlers: createLookUpContacts({ findPeople }), log: silentLog });
  const ask = async (body: object, role = 'member') => {
    const route = findRoutes.findContacts;
    const event = {
      httpMethod: route.method,
      resource: gatewayPath(route),
      path: gatewayPath(route),
      headers: {},
      pathParameters: null,
      queryStringParameters: null,
      body: JSON.stringify(body),
      requestContext: {
        requestId: 'req',
        authorizer: { workspaceId: 'ws_0000000001', kind: 'key', id: 'key_1', role, mode: 'live' },
      },
    } as unknown as APIGatewayProxyEvent;
    const answer = await handle(event, { awsRequestId: 'req' } as Context);
    return { status: answer.statusCode, body: JSON.parse(answer.body) as Record<string, unknown> };
  };
  return { ask, fake, fetched, booked, stop: fake.stop };
};

test('gives the people of a website with provenance and what was tried; nobody is paid unless named', async () => {
  const { ask, fake, stop } = await world();
  const { status, body } = await ask({ websiteUrl: 'acme.com' });
  await stop();
  expect(status).toBe(200);
  expect(FoundContacts.parse(body)).toMatchObject({
    domain: 'acme.com',
    websiteUrl: 'https://acme.com/',
    personaMet: true,
    contacts: [
      {
        ...{
          email: 'bo.lund@acme.com',
          title: 'CTO',
          department: 'engineering',
          seniority: 'c_suite',
          decisionMaker: true,
        },
        ...{ source: 'website', sourceRef: 'https://acme.com/' },
        verification: { verdict: 'valid', reasons: ['published_on_own_site', 'mail_server_found'] },
      },
    ],
    tried: [{ source: 'website', outcome: 'found', found: 1, costUsd: 0, credits: 0, detail: null }],
    costUsd: 0,
  });
  expect(fake.asked).toEqual([]);
});

test('a provider that is named is asked where the website gives nobody who fits, and its cost is told and booked', async () => {
  const { ask, booked, stop } = await world(() => ({
    body: {
      data: {
        emails: [
          {
            value: 'eve@acme.com',
            first_name: 'Eve',
            last_name: 'Roe',
            position: 'VP Marketing',
            verification: { status: 'valid' },
          },
        ],
      },
    },
  }));
  const { body } = await ask({
    websiteUrl: 'https://acme.com',
    providers: ['hunter'],
    persona: { departments: ['marketing'] },
  });
  await stop();
  expect(body).toMatchObject({
    personaMet: true,
    contacts: [{ email: 'eve@acme.com', source: 'hunter', verification: { verdict: 'valid' } }],
    drops: { persona_mismatch: 1 },
    tried: [{ source: 'website' }, { source: 'hunter', outcome: 'found', found: 1, credits: 1, costUsd: 0.025 }],
    warnings: [],
    costUsd: 0.025,
  });
  expect(booked).toEqual([{ of: 'ws_0000000001', microUsd: 25_000, kind: 'contacts', payee: 'hunter' }]);
});

test('a provider that fails or lacks a key is a warning with its mend, beside what was found', async () => {
  const { ask, stop } = await world(() => ({ status: 401, body: { errors: [{ details: 'No user' }] } }));
  const { status, body } = await ask({
    websiteUrl: 'acme.com',
    providers: ['hunter', 'apollo'],
    persona: { departments: ['legal'] },
  });
  await stop();
  expect(status).toBe(200);
  expect(body['warnings']).toEqual([
    expect.stringMatching(/^Apollo needs an API key/),
    expect.stringMatching(/^Hunter refused the API key\. Store a valid one/),
  ]);
});

test('a website that cannot be read is told within the answer', async () => {
  const { ask, stop } = await world();
  const { status, body } = await ask({ websiteUrl: 'gone.com' });
  await stop();
  expect(status).toBe(200);
  expect(body).toMatchObject({
    site: { outcome: 'unreachable', reason: 'http_404' },
    contacts: [],
    tried: [{ source: 'website', outcome: 'failed', detail: 'http_404' }],
  });
});

test('a reading is kept; a refresh reads anew', async () => {
  const { ask, fetched, stop } = await world();
  await ask({ websiteUrl: 'acme.com' });
  const pages = fetched.length;
  await ask({ websiteUrl: 'acme.com' });
  expect(fetched).toHaveLength(pages);
  await ask({ websiteUrl: 'acme.com', refresh: true });
  await stop();
  expect(fetched.length).toBeGreaterThan(pages);
});

test.each([
  [{}, 'websiteUrl'],
  [{ websiteUrl: '' }, 'websiteUrl'],
  [{ websiteUrl: 'not a website' }, 'websiteUrl'],
  [{ websiteUrl: 'ftp://acme.com' }, 'websiteUrl'],
  [{ websiteUrl: 'http://user:pw@acme.com' }, 'websiteUrl'],
  [{ websiteUrl: 'http://10.0.0.1/' }, 'websiteUrl'],
  [{ websiteUrl: 'acme.com', limit: 0 }, 'limit'],
  [{ websiteUrl: 'acme.com', limit: 11 }, 'limit'],
  [{ websiteUrl: 'acme.com', providers: ['zoominfo'] }, 'providers.0'],
  [{ websiteUrl: 'acme.com', providers: ['hunter', 'hunter'] }, 'providers'],
  [{ websiteUrl: 'acme.com', persona: { departments: ['magic'] } }, 'persona.departments.0'],
])('%j is refused, naming %s', async (body, field) => {
  const { ask, stop } = await world();
  const answer = await ask(body);
  await stop();
  expect(answer.status).toBe(400);
  expect(answer.body['fieldErrors']).toEqual([expect.objectContaining({ field })]);
});

test('who may only read may not look people up', async () => {
  const { ask, stop } = await world();
  expect((await ask({ websiteUrl: 'acme.com' }, 'viewer')).status).toBe(403);
  await stop();
});
