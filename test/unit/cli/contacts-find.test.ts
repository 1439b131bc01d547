import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as z from 'zod';
import { allowedHosts } from '../../../bin/cli/allowed-host.ts';
import type { ApiClient } from '../../../bin/cli/api-client.ts';
import { findCommand } from '../../../bin/cli/commands.ts';
import { UsageError } from '../../../bin/cli/usage-error.ts';
import { FoundContacts } from '../../../functions/contacts/find-contract.ts';
import { silentOutput } from '../../support/cli-output.ts';

const PAGES: Readonly<Record<string, string>> = {
  '/': '<title>Acme</title><p>Acme builds pumps for farms in wet country.</p><a href="/team">Our team</a><a href="tel:+4930123456">Call</a><a href="https://www.linkedin.com/company/acme/">in</a>',
  '/team': `<h3>Ana Silva</h3><p>Head of Marketing</p><p>ana.silva [at] acme [dot] example</p><h3>Bo Lund</h3><p>CTO</p><p><a href="mailto:bo.lund@acme.example">write</a></p>`,
};
let server: Server;
let port = 0;
const folder = mkdtempSync(join(tmpdir(), 'contacts-find-'));
const icp = join(folder, 'icp.json');

beforeAll(async () => {
  server = createServer((request, response) => {
    const page = PAGES[request.url ?? ''];
    if (page === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': 'text/html' }).end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
  writeFileSync(icp, JSON.stringify({ name: 'x', persona: { departments: ['marketing'] } }));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const run = async (args: readonly string[], json = true) => {
  const task = findCommand(['contacts', 'find', ...args])?.command.prepare(args);
  if (task?.needs !== 'nothing') throw new Error('It asks for a system');
  const { output, printed } = silentOutput(json);
  const code = await task.run(output);
  return { code, printed };
};
const found = async (...args: string[]) => {
  const { code, printed } = await run(args);
  expect(printed).toHaveLength(1);
  return { code, found: FoundContacts.parse(JSON.parse(printed[0] ?? '')) };
};

test.each(['127.0.0.1', 'localhost'])(
  'finds the people of a website on %s when it is allowed, as one JSON document',
  async (host) => {
    const { code, found: answer } = await found(`http://${host}:${String(port)}/`, '--allow-host', host);
    expect(code).toBe(0);
    expect(answer).toMatchObject({
      domain: 'acme.example',
      site: { outcome: 'read', phones: ['+4930123456'], profiles: ['https://linkedin.com/company/acme'] },
      personaMet: true,
      tried: [{ source: 'website', outcome: 'found', found: 2, costUsd: 0 }],
      costUsd: 0,
    });
    expect(answer.contacts.map(({ email, title, verification }) => [email, title, verification.verdict])).toEqual([
      ['bo.lund@acme.example', 'CTO', 'risky'],
      ['ana.silva@acme.example', 'Head of Marketing', 'risky'],
    ]);
  },
);

test('a profile says whom to look for, a limit how many', async () => {
  const url = `http://127.0.0.1:${String(port)}/`;
  const byIcp = await found(url, '--allow-host', '127.0.0.1', '--icp', icp);
  expect(byIcp.found.contacts.map(({ firstName }) => firstName)).toEqual(['Ana']);
  expect(byIcp.found.contacts[0]?.personaMatch).toBe(1);
  const one = await found(url, '--allow-host', `127.0.0.1:${String(port)}`, '--limit', '1');
  expect(one.found.contacts).toHaveLength(1);
  expect(one.found.drops).toEqual({ over_limit: 1 });
});

test('a website on this machine is not read unless it is allowed, and the way is told', async () => {
  const { code, printed } = await run([`http://127.0.0.1:${String(port)}/`], false);
  expect(code).toBe(1);
  expect(printed.join('\n')).toMatch(/private address.*--allow-host/);
  // Allowed under another name of this machine than it is asked by.
  const byName = run([`http://localhost:${String(port)}/`, '--allow-host', '127.0.0.1'], false);
  await expect(byName).rejects.toThrow('is on this machine. Let it be read with --allow-host localhost.');
});

test('tells a person who was found, what was tried and how to reach the company', async () => {
  const { printed } = await run([`http://127.0.0.1:${String(port)}/`, '--allow-host', '127.0.0.1'], false);
  const text = printed.join('\n');
  for (const part of [
    'Bo Lund, CTO <bo.lund@acme.example>',
    'decides',
    'Tried: website found 2',
    '+4930123456',
    'linkedin.com/company/acme',
  ])
    expect(text).toContain(part);
});

test('paid providers are asked through the system, which has the keys', async () => {
  const args = ['https://acme.com', '--provider', 'hunter,apollo', '--limit', '2', '--icp', icp];
  const task = findCommand(['contacts', 'find', ...args])?.command.prepare(args);
  if (task?.needs !== 'system') throw new Error('It asks for no system');
  const asked: unknown[] = [];
  const answer = {
    domain: 'acme.com',
    websiteUrl: 'https://acme.com/',
    contacts: [],
    personaMet: false,
    drops: {},
    tried: [],
    warnings: ['Hunter refused the API key.'],
    costUsd: 0.05,
    site: { outcome: 'empty', reason: null, phones: [], profiles: [], pages: [], tried: [] },
  };
  const api = {
    call: (method: string, path: string, schema: z.ZodType, body: unknown) => {
      asked.push([method, path, body]);
      return Promise.resolve(schema.parse(answer));
    },
  } as unknown as ApiClient;
  const { output, printed } = silentOutput(false);
  expect(await task.run({ ...output, api })).toBe(0);
  expect(asked).toMatchObject([
    [
      'POST',
      '/contacts/find',
      {
        websiteUrl: 'https://acme.com',
        limit: 2,
        providers: ['hunter', 'apollo'],
        persona: { departments: ['marketing'] },
      },
    ],
  ]);
  expect(printed).toEqual(expect.arrayContaining(['Hunter refused the API key.', 'Cost: $0.0500']));
});

test.each([
  [[], 'URL is missing'],
  [['https://acme.com', '--limit', '0'], '--limit'],
  [['https://acme.com', '--limit', '11'], 'at most 10'],
  [['https://acme.com', '--provider', 'zoominfo'], '--provider takes crustdata or hunter or apollo'],
  [['https://acme.com', '--allow-host', 'acme.com'], '--allow-host takes a host of this machine'],
  [['https://acme.com', '--allow-host', 'x=1.2.3'], 'is not of the form'],
  [['http://localhost:1', '--allow-host', 'localhost', '--provider', 'hunter'], 'goes without --provider'],
  [['https://acme.com', '--colour'], '--colour'],
])('%j is refused: %s', (args, message) => {
  const refused = () => findCommand(['contacts', 'find', ...args])?.command.prepare(args);
  expect(refused).toThrow(UsageError);
  expect(refused).toThrow(message);
});

test('what is no address of a website is refused with an example', async () => {
  await expect(run(['not a website'])).rejects.toThrow('Give one like https://example.com');
});

test.each([
  [['localhost'], 'http://localhost:8080/x', 'localhost=127.0.0.1:8080'],
  [['localhost'], 'localhost:8080/x', 'localhost=127.0.0.1:8080'],
  [['127.0.0.2'], 'http://127.0.0.2/', '127.0.0.2=127.0.0.2:80'],
  [['localhost:3000'], 'http://localhost:8080/', 'localhost=127.0.0.1:3000'],
  [['shop.localhost'], 'http://shop.localhost:1/', 'shop.localhost=127.0.0.1:1'],
  [['*.test=127.0.0.1:4310'], 'http://a.test/', '*.test=127.0.0.1:4310'],
  [['localhost', 'a.test=[::1]:80'], 'http://localhost/', 'localhost=127.0.0.1:80,a.test=[::1]:80'],
  [[], 'http://localhost/', ''],
])('--allow-host %j for %s allows %j', (given, url, expected) => {
  expect(allowedHosts(given, url, '')).toBe(expected);
});

test('FETCH_ALLOW_HOSTS of the environment stands behind it', () => {
  expect(allowedHosts(['localhost'], 'http://localhost/', '*.example=127.0.0.1:1')).toBe(
    'localhost=127.0.0.1:80,*.example=127.0.0.1:1',
  );
});
