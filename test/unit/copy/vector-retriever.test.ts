import { S3VectorsClient } from '@aws-sdk/client-s3vectors';
import type { Passage } from '../../../functions/contacts/contract.ts';
import { createEmbed } from '../../../functions/copy/providers/embeddings.ts';
import { createVectorIndex } from '../../../functions/copy/providers/vector-index.ts';
import { interleave, wordRetriever } from '../../../functions/copy/retriever.ts';
import { createVectorRetriever } from '../../../functions/copy/vector-retriever.ts';
import { WorkspaceId } from '../../../functions/platform/ids.ts';
import { silentLog } from '../../../functions/platform/log.ts';
import { createSpending, dayLimit } from '../../../functions/platform/spending.ts';
import { startFakeVectorsApi } from '../../support/fake-vectors-api.ts';
import { createMemoryTable } from '../../support/memory-table.ts';

const workspaceId = WorkspaceId.parse('ws_0000000001');
const other = WorkspaceId.parse('ws_0000000002');
const clock = () => 0;
const passage = (id: string, text: string): Passage => ({ id, url: 'https://acme.com/', heading: null, text });
const passages = [
  passage('p1', 'Drivers book their slot at the dock.'),
  passage('p2', 'Our office opens at eight.'),
  passage('p3', 'Invoices are checked every night.'),
];

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});
const world = async (capMicroUsd = 1_000_000) => {
  const api = await startFakeVectorsApi({ lorri: 'driver', bai: 'dock' });
  stops.push(api.stop);
  const spending = createSpending(createMemoryTable(), clock);
  const day = dayLimit(clock, capMicroUsd);
  const warnings: unknown[] = [];
  const retrieve = createVectorRetriever({
    embed: createEmbed({
      apiKey: 'sk-test',
      baseURL: `${api.origin}/v1`,
      reserve: (most) => spending.reserve(workspaceId, [day], most),
      limits: { attemptMs: 1_000, wholeMs: 2_000, retries: 0 },
    }),
    index: createVectorIndex({
      indexArn: 'arn:aws:s3vectors:us-east-1:000000000000:bucket/throughline/index/passages',
      client: new S3VectorsClient({
        region: 'us-east-1',
        endpoint: api.origin,
        credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
        maxAttempts: 1,
      }),
    }),
    fallback: wordRetriever,
    log: { ...silentLog, warn: (_message, fields) => warnings.push(fields) },
  });
  const find = async (queries: readonly string[], more: object = {}) =>
    (await retrieve({ workspaceId, site: 'acme.com', passages, queries, limit: 2, ...more })).map((found) =>
      found.map(({ id }) => id),
    );
  return { find, api, spending, day, warnings };
};

test('finds by meaning what shares no word with the question', async () => {
  const { find, warnings } = await world();
  expect((await find(['lorry bay']))[0]?.[0]).toBe('p1');
  expect(warnings).toEqual([]);
  expect(
    (await wordRetriever({ workspaceId, site: 'acme.com', passages, queries: ['lorry bay'], limit: 2 }))[0],
  ).toEqual([]);
});

test('a passage is embedded and stored once; a question each time', async () => {
  const { find, api } = await world();
  await find(['dock']);
  await find(['invoices', 'office']);
  const embedded = api.asked.filter(({ path }) => path === '/v1/embeddings').map(({ body }) => body.input?.length);
  expect(embedded).toEqual([3 + 1, 2]);
  expect(api.stored.size).toBe(3);
});

test('sites and workspaces are searched apart, and what a site no longer says is not found', async () => {
  const { find, api } = await world();
  await find(['dock']);
  expect(await find(['dock'], { workspaceId: other, passages: [passage('p9', 'Another dock.')] })).toEqual([['p9']]);
  expect(await find(['dock'], { passages: passages.slice(1) })).toEqual([expect.not.arrayContaining(['p1'])]);
  expect(api.asked.filter(({ path }) => path === '/QueryVectors')[0]?.body.filter).toEqual({
    $and: [{ workspace: { $eq: workspaceId } }, { site: { $eq: 'acme.com' } }],
  });
});

test.each(['/v1/embeddings', '/GetVectors', '/PutVectors', '/QueryVectors'])(
  '%s failing, words are searched instead',
  async (path) => {
    const { find, api, warnings } = await world();
    api.fail(path);
    expect((await find(['invoices']))[0]?.[0]).toBe('p3');
    expect(warnings).toEqual([expect.objectContaining({ domain: 'acme.com' })]);
  },
);

test('embedding is paid from the same budget, and stops with it', async () => {
  const { find, spending, day } = await world();
  await find(['dock']);
  expect(await spending.read(workspaceId, day)).toEqual({ committedMicroUsd: 1, spentMicroUsd: 1 });
  const poor = await world(0);
  expect((await poor.find(['invoices']))[0]?.[0]).toBe('p3');
  expect(poor.api.asked.filter(({ path }) => path === '/v1/embeddings')).toEqual([]);
});

test('of several questions each has its best passage before any has its second', () => {
  const [a, b, c] = passages as [Passage, Passage, Passage];
  expect(
    interleave(
      [
        [a, b],
        [a, c],
      ],
      3,
    ).map(({ id }) => id),
  ).toEqual(['p1', 'p2', 'p3']);
  expect(interleave([[a, b], [c]], 2).map(({ id }) => id)).toEqual(['p1', 'p3']);
});
