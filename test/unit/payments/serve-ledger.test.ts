import { Writable } from 'node:stream';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { createCampaignStore } from '../../../functions/campaigns/campaign-store.ts';
import { createRunStore } from '../../../functions/campaigns/run-store.ts';
import { createExportLedger } from '../../../functions/payments/export-ledger.ts';
import {
  ledgerExportRoutes,
  ledgerProofRoutes,
  ledgerRoutes as readRoutes,
} from '../../../functions/payments/ledger-contract.ts';
import { createProveLedger } from '../../../functions/payments/prove-ledger.ts';
import { createServeLedger } from '../../../functions/payments/serve-ledger.ts';
import { createApi } from '../../../functions/platform/http/api.ts';
import { gatewayPath } from '../../../functions/platform/http/gateway-path.ts';
import type { Route } from '../../../functions/platform/http/route.ts';
import { WorkspaceId } from '../../../functions/platform/ids.ts';
import { costTransaction } from '../../../functions/platform/ledger/paid-call.ts';
import { silentLog } from '../../../functions/platform/log.ts';
import { DAY, instant } from '../../../functions/platform/time.ts';
import { createSalesWorld } from '../../support/sales-world.ts';
import { campaignId, runId, workspaceId } from '../../support/sending-world.ts';

const ledgerRoutes = { ...readRoutes, ...ledgerProofRoutes };

type Asked = Readonly<{
  params?: Record<string, string>;
  query?: Record<string, string>;
  role?: string;
  workspace?: WorkspaceId;
}>;

const eventOf = (route: Route, { params, query, role = 'member', workspace = workspaceId }: Asked) =>
  ({
    httpMethod: route.method,
    resource: gatewayPath(route),
    path: gatewayPath(route),
    headers: {},
    pathParameters: params ?? null,
    queryStringParameters: query ?? null,
    body: null,
    requestContext: {
      requestId: 'r',
      authorizer: { workspaceId: workspace, kind: 'key', id: 'key_1', role, mode: 'sandbox' },
    },
  }) as unknown as APIGatewayProxyEvent;

const world = async () => {
  const made = await createSalesWorld();
  const { table, clock, proof, ledger } = made;
  const handle = createApi({
    routes: ledgerRoutes,
    handlers: {
      ...createServeLedger({
        ...proof,
        campaigns: createCampaignStore(table, clock),
        runs: createRunStore(table, clock),
        clock,
      }),
      ...createProveLedger(proof),
    },
    log: silentLog,
  });
  const call = async (name: keyof typeof ledgerRoutes, asked: Asked = {}) => {
    const answer = await handle(eventOf(ledgerRoutes[name], asked), { awsRequestId: 'r' } as Context);
    return { status: answer.statusCode, body: JSON.parse(answer.body) as Record<string, unknown> };
  };
  const exportAll = async (asked: Asked) => {
    let status = 0;
    let text = '';
    let headers: Readonly<Record<string, string>> = {};
    await createExportLedger({ ledger, clock })(eventOf(ledgerExportRoutes.exportLedger, asked), (head) => {
      status = head.statusCode;
      headers = head.headers;
      return new Writable({
        decodeStrings: false,
        write: (chunk: unknown, _encoding, done) => {
          text += String(chunk);
          done();
        },
      });
    });
    return { status, text, headers };
  };
  return { ...made, call, exportAll };
};

const sold = async () => {
  const made = await world();
  const { send, wait, mail, followUp, sell } = made;
  await send(0);
  wait(7 * DAY);
  const second = await followUp(0);
  wait(DAY);
  return { ...made, second, purchase: await sell(mail(0).id, 'boss@company0.example') };
};

test('a sale is led back to its mail, and each model’s credits of the mails before it sum to it', async () => {
  const { call, purchase, mail, second } = await sold();
  const { status, body } = await call('getPurchaseAttribution', { params: { purchaseId: purchase.id } });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    purchaseId: purchase.id,
    amount: { amount: 39_900, currency: 'usd' },
    chain: { how: 'token', messageId: mail(0).id, forwarded: true },
    touches: [
      { messageId: mail(0).id, variant: 'question', step: 1 },
      { messageId: second, step: 2 },
    ],
    models: [
      { model: 'first_touch', credits: [{ messageId: mail(0).id, amount: 39_900 }, { amount: 0 }] },
      { model: 'last_touch', credits: [{ amount: 0 }, { messageId: second, amount: 39_900 }] },
      { model: 'linear', credits: [{ amount: 19_950 }, { amount: 19_950 }] },
      { model: 'position', credits: [{ amount: 19_950 }, { amount: 19_950 }] },
      { model: 'time_decay', credits: [{ amount: 13_300 }, { amount: 26_600 }] },
    ],
  });
  expect(JSON.stringify(body)).not.toContain('@');
});

test('an UNATTRIBUTED sale is credited to nobody, as a whole; an unpaid purchase has nothing to attribute', async () => {
  const { call, sell, begin } = await world();
  const stray = await sell(null, 'stranger@gmail.com');
  const { body } = await call('getPurchaseAttribution', { params: { purchaseId: stray.id } });
  expect(body).toMatchObject({ chain: { how: 'none' }, touches: [] });
  expect(body['models']).toHaveLength(5);
  expect(body['models']).toContainEqual({ model: 'linear', credits: [{ messageId: null, amount: 39_900 }] });
  const open = await begin(null);
  expect(await call('getPurchaseAttribution', { params: { purchaseId: open.id } })).toMatchObject({
    status: 409,
    body: { errorCode: 'not_paid' },
  });
});

test('revenue stands on the campaign and on the run', async () => {
  const { call } = await sold();
  const revenue = [expect.objectContaining({ currency: 'usd', sales: 1, gross: 399 })];
  expect(await call('getCampaignRevenue', { params: { campaignId } })).toEqual({
    status: 200,
    body: { campaignId, revenue, pendingCostUsd: 0 },
  });
  expect(await call('getRunRevenue', { params: { runId } })).toEqual({
    status: 200,
    body: { runId, campaignId, revenue, pendingCostUsd: 0 },
  });
});

test('what a run has spent and not booked yet is told beside its revenue, and not again once it is booked', async () => {
  const { call, table, clock, ledger } = await world();
  const runs = createRunStore(table, clock);
  const counts = { costMicroUsd: 900_000, copyMicroUsd: 500_000 };
  await runs.addCounters(workspaceId, runId, counts, { key: { pk: 'ONCE#x', sk: 'ONCE' }, ttl: 0 });
  await createCampaignStore(table, clock).update(workspaceId, campaignId, { lastRunId: runId });
  const pending = async () => [
    (await call('getRunRevenue', { params: { runId } })).body['pendingCostUsd'],
    (await call('getCampaignRevenue', { params: { campaignId } })).body['pendingCostUsd'],
  ];
  expect(await pending()).toEqual([0.9, 0.9]);
  const copy = costTransaction({
    call: `${runId}#copy`,
    kind: 'copy',
    microUsd: 500_000,
    at: instant(clock()),
    campaignId,
    runId,
  });
  if (copy !== undefined) await ledger.append(workspaceId, copy);
  expect(await pending()).toEqual([0.4, 0.4]);
});

test('a month shows what came in, and what no mail led to over all time', async () => {
  const { call, sell } = await sold();
  await sell(null, 'stranger@gmail.com');
  expect((await call('getLedgerMonth', { params: { month: '2026-11' } })).body).toMatchObject({
    month: '2026-11',
    revenue: [{ sales: 2, gross: 798 }],
    unattributed: [{ sales: 1, gross: 399 }],
  });
});

test('the ledger is listed by month, by campaign and by run, page after page', async () => {
  const { call, ledger, clock, purchase } = await sold();
  const cost = costTransaction({ call: 'c1', kind: 'copy', microUsd: 5, at: instant(clock()), payee: 'a-model' });
  if (cost !== undefined) await ledger.append(workspaceId, cost);
  const idsOf = ({ body }: Awaited<ReturnType<typeof call>>) =>
    (body['items'] as readonly { id: string }[]).map(({ id }) => id);
  const sale = `sale#${purchase.paymentIntentId ?? ''}`;
  const fee = `fee#txn${purchase.paymentIntentId ?? ''}`;
  const first = await call('listLedger', { query: { limit: '2' } });
  const rest = await call('listLedger', { query: { limit: '2', cursor: String(first.body['nextCursor']) } });
  expect([...idsOf(first), ...idsOf(rest)].sort()).toEqual(['cost#c1', fee, sale]);
  expect(idsOf(await call('listLedger', { query: { month: '2026-10' } }))).toEqual([]);
  expect(idsOf(await call('listLedger', { query: { campaignId } })).sort()).toEqual([fee, sale]);
  const ofRun = await call('listLedger', { query: { runId } });
  expect(idsOf(ofRun).sort()).toEqual([fee, sale]);
  expect(ofRun.body['items']).toContainEqual(
    expect.objectContaining({
      ...{ id: sale, kind: 'sale', campaignId, runId, reverses: null, payee: null },
      chain: expect.objectContaining({ how: 'token' }) as unknown,
      entries: [
        { account: 'cash:stripe', amount: 399, amountMicro: 399_000_000, currency: 'usd' },
        { account: 'revenue:reports', amount: -399, amountMicro: -399_000_000, currency: 'usd' },
      ],
    }),
  );
});

test('a month is exported as CSV, a line an entry, and as JSON', async () => {
  const { exportAll, purchase, mail } = await sold();
  const csv = await exportAll({});
  expect(csv.headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="ledger-2026-11.csv"',
  });
  const lines = csv.text.split('\r\n');
  expect(lines[0]).toContain('transaction,line,kind,at,account,amount,currency');
  expect(lines).toHaveLength(1 + 4 + 1);
  expect(csv.text).toContain(
    `sale#${purchase.paymentIntentId ?? ''},1,sale,${purchase.paidAt ?? ''},revenue:reports,-399,usd,${campaignId},${runId},${purchase.paymentIntentId ?? ''},token,${mail(0).id},question,1,company0.example,file:imp_1,,`,
  );
  const json = await exportAll({ query: { format: 'json', month: '2026-11' } });
  expect(JSON.parse(json.text)).toHaveLength(2);
  expect(json.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(JSON.parse((await exportAll({ query: { format: 'json', month: '2026-10' } })).text)).toEqual([]);
});

test('an export that breaks off is seen as broken', async () => {
  const { clock } = await createSalesWorld({ count: 1 });
  const ledger = { listMonth: () => Promise.resolve(undefined) };
  const answer = createExportLedger({ ledger, clock })(eventOf(ledgerExportRoutes.exportLedger, {}), () => {
    const body = new Writable({ write: (_chunk, _encoding, done) => done() });
    return body;
  });
  await expect(answer).rejects.toThrow('leads nowhere');
});

test('the proof is run by those who may, and tells what it looked at', async () => {
  const { call, begin, stripe, wait } = await sold();
  expect((await call('verifyLedger')).body).toMatchObject({ holds: true, counts: { sales: 1, stripePayments: 1 } });
  expect((await call('verifyLedger', { role: 'viewer' })).status).toBe(403);
  const begun = await begin(null);
  wait(DAY);
  stripe.pay(begun.sessionId ?? '', 'jo@else.example');
  const { status, body } = await call('verifyLedger');
  expect(status).toBe(200);
  expect(body).toMatchObject({ holds: false, deviationCount: 1, deviations: [{ rule: 'payment_unknown' }] });
});

test('another workspace finds nothing of it', async () => {
  const { call, purchase } = await sold();
  const workspace = WorkspaceId.parse('ws_01jd0000000000000000000009');
  const other = { workspace };
  expect((await call('listLedger', other)).body['items']).toEqual([]);
  expect((await call('verifyLedger', other)).body).toMatchObject({ counts: { transactions: 0, stripePayments: 0 } });
  expect((await call('listLedger', { ...other, query: { campaignId } })).status).toBe(404);
  expect((await call('listLedger', { ...other, query: { runId } })).status).toBe(404);
  expect((await call('getCampaignRevenue', { ...other, params: { campaignId } })).status).toBe(404);
  expect((await call('getRunRevenue', { ...other, params: { runId } })).status).toBe(404);
  expect((await call('getPurchaseAttribution', { ...other, params: { purchaseId: purchase.id } })).status).toBe(404);
});

test.each<[keyof typeof ledgerRoutes, Asked, number]>([
  ['listLedger', { query: { campaignId, runId } }, 400],
  ['listLedger', { query: { month: '2026-13' } }, 400],
  ['listLedger', { query: { cursor: 'forged' } }, 400],
  ['getLedgerMonth', { params: { month: 'november' } }, 404],
])('%s with %j answers %d', async (name, asked, status) => {
  const { call } = await world();
  expect((await call(name, asked)).status).toBe(status);
});

test('a wrong month of an export is named', async () => {
  const { exportAll } = await world();
  const { status, text } = await exportAll({ query: { month: 'november' } });
  expect(status).toBe(400);
  expect(text).toContain('query.month: must be a month such as 2026-11');
});
