import fc from 'fast-check';
import type { Principal } from '../../../functions/platform/http/principal.ts';
import { createServeSuppressions } from '../../../functions/sending/serve-suppressions.ts';
import { suppressionRoutes } from '../../../functions/sending/suppression-contract.ts';
import {
  readSuppressionCsv,
  SUPPRESSION_HEADING,
  suppressionRows,
} from '../../../functions/sending/suppression-csv.ts';
import { createSuppressionStore } from '../../../functions/sending/suppression-store.ts';
import { createMemoryTable } from '../../support/memory-table.ts';
import { workspaceId } from '../../support/sending-world.ts';

const principal: Principal = { workspaceId, kind: 'member', id: 'someone', role: 'owner', mode: 'sandbox' };
const common = { principal, headers: {}, traceId: 't', params: undefined } as const;

const setUp = () => {
  const table = createMemoryTable();
  let now = Date.parse('2026-11-21T09:00:00.000Z');
  const suppressions = createSuppressionStore(table, () => (now += 1));
  const api = createServeSuppressions({ suppressions });
  const importCsv = (csv: string) => {
    const body = suppressionRoutes.importSuppressions.body.parse({ csv });
    return api.importSuppressions({ ...common, query: undefined, body });
  };
  const exportCsv = (cursor?: string) => api.exportSuppressions({ ...common, query: { cursor }, body: undefined });
  const remove = (kind: 'address' | 'domain', value: string) =>
    api.removeSuppression({ ...common, query: undefined, body: { kind, value, reason: 'a mistake' } });
  return { table, suppressions, api, importCsv, exportCsv, remove };
};

test.each([
  ['one column without a heading', 'a@x.example\nb@x.example\nx.example\n'],
  ['a heading among others', 'Created,E-Mail,Name\n1,a@x.example,A\n2,b@x.example,"B, C"\n3,@x.example,\n'],
  ['semicolons and a byte order mark', '\ufeffemail;name\na@x.example;A\nb@x.example;B\nx.example;C\n'],
  ['tabs and CR LF', 'email\tname\r\na@x.example\tA\r\nb@x.example\tB\r\n*.x.example\tC\r\n'],
  [
    'our own export',
    `${SUPPRESSION_HEADING}address,a@x.example,manual,marketing,t\r\naddress,b@x.example,manual,all,t\r\ndomain,x.example,import,marketing,t\r\n`,
  ],
])('a list is read from %s', (_what, csv) => {
  const list = readSuppressionCsv(csv);
  expect(list.ok && list.rejected).toEqual([]);
  expect(list.ok && list.rows.map(({ kind }) => kind)).toEqual(['address', 'address', 'domain']);
});

test('rows that name nothing are told by line with the reason, and the others are taken', () => {
  const list = readSuppressionCsv('email\na@x.example\nnot an address@\n\nlocalhost\n=cmd()\na@X.example\n');
  expect(list).toMatchObject({ ok: true, rows: [{ value: 'a@x.example', line: 2 }] });
  expect(list.ok && list.rejected.map(({ value, reason }) => `${value}: ${reason}`)).toEqual([
    'not an address@: is not an e-mail address',
    'localhost: is not a domain such as example.com',
    '=cmd(): is not a domain such as example.com',
  ]);
});

test('any text whatever is read or refused, never a fault', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const list = readSuppressionCsv(text);
      expect(typeof list.ok).toBe('boolean');
    }),
  );
  expect(readSuppressionCsv('"a\nb')).toMatchObject({ ok: expect.any(Boolean) as boolean });
  expect(readSuppressionCsv('')).toEqual({ ok: false, reason: 'holds no row' });
});

test('more rows than a request may hold are refused with the number', async () => {
  const { importCsv } = setUp();
  const many = Array.from({ length: 5_001 }, (_, n) => `p${String(n)}@x.example`).join('\n');
  expect(await importCsv(many)).toMatchObject({
    problem: { status: 400, fieldErrors: [{ field: 'csv', message: expect.stringContaining('5001') as string }] },
  });
});

test('an import tells what was new, what was known and what could not be used; again it adds nothing', async () => {
  const { importCsv, suppressions } = setUp();
  await suppressions.add(workspaceId, { kind: 'address', value: 'a@x.example', reason: 'unsubscribe', source: null });
  const csv = 'email\na@x.example\nb@x.example\nacme.example\nbroken@\n';
  expect(await importCsv(csv)).toMatchObject({ body: { rows: 3, added: 2, known: 1, rejected: [{ line: 5 }] } });
  expect(await importCsv(csv)).toMatchObject({ body: { rows: 3, added: 0, known: 3 } });
});

test('an export is complete, in parts, reads back as the same list, and runs no formula', async () => {
  const { importCsv, exportCsv, suppressions } = setUp();
  const names = Array.from({ length: 6_500 }, (_, n) => `p${String(n)}@x.example`);
  await importCsv(names.slice(0, 5_000).join('\n'));
  await importCsv(names.slice(5_000).join('\n'));
  await suppressions.add(workspaceId, {
    kind: 'address',
    value: '=cmd|x@evil.example',
    reason: 'manual',
    source: null,
  });
  let csv = '';
  let cursor: string | undefined;
  let parts = 0;
  do {
    const part = await exportCsv(cursor);
    if (!('body' in part)) throw new Error('not exported');
    csv += part.body;
    cursor = part.headers?.['x-next-cursor'];
    parts += 1;
  } while (cursor !== undefined);
  expect(parts).toBe(2);
  const rows = csv.trimEnd().split('\r\n');
  expect(rows[0]).toBe('kind,value,reason,scope,at');
  expect(rows).toHaveLength(6_502);
  expect(csv).toContain("'=cmd|x@evil.example");
  expect(new Set(rows.slice(1).map((row) => row.split(',')[1])).size).toBe(6_501);
});

test('who was erased stands in an export without a value', () => {
  expect(suppressionRows([{ kind: 'address', value: null, reason: 'complaint', scope: 'marketing', at: 't' }])).toBe(
    'address,,complaint,marketing,t\r\n',
  );
});

test('a suppression is taken back over the API, or the answer says why it stays', async () => {
  const { remove, suppressions } = setUp();
  await suppressions.add(workspaceId, { kind: 'domain', value: 'acme.example', reason: 'import', source: null });
  await suppressions.add(workspaceId, { kind: 'address', value: 'a@x.example', reason: 'complaint', source: null });
  expect(await remove('domain', '@ACME.example')).toEqual({ body: undefined });
  expect(await remove('domain', 'acme.example')).toMatchObject({ problem: { status: 404 } });
  expect(await remove('address', 'a@x.example')).toMatchObject({
    problem: { status: 409, errorCode: 'suppression_stays', detail: expect.stringContaining('complaint') as string },
  });
  expect(await remove('address', 'nonsense')).toMatchObject({ problem: { status: 400 } });
});
