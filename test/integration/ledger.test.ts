import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { PurchaseDetail, PurchaseView } from '../../functions/payments/contract.ts';
import { ledgerRoutes, TransactionView } from '../../functions/payments/ledger-contract.ts';
import { LedgerProof } from '../../functions/payments/ledger-proof.ts';
import { testFolder } from '../support/campaign-files.ts';
import { type PaymentSystem, startPaymentSystem } from '../support/payment-system.ts';
import { until } from '../support/until.ts';

const folder = testFolder();
let system: PaymentSystem;
let purchase: PurchaseDetail;

const press = (path: string, fields: Record<string, string> = {}) =>
  fetch(`${system.url}${path}`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

/** Waits for the purchase of a report to be in a state. */
const untilState = (reportId: string, state: PurchaseView['state']): Promise<PurchaseView> =>
  until(async () => {
    for await (const one of system.api.all('/purchases', PurchaseView))
      if (one.reportId === reportId && one.state === state) return one;
    return undefined;
  });
const purchaseDetail = (id: string) => system.api.call('GET', `/purchases/${id}`, PurchaseDetail);

beforeAll(async () => {
  system = await startPaymentSystem(`${folder}/data`);
  const { token, reportId } = await system.offer('ann@bakery.example');
  const checkout = (await press(`/reports/${token}/checkout`)).headers.get('location') ?? '';
  await press(`${new URL(checkout, system.url).pathname}/pay`, { email: 'boss@bakery.example', how: 'card' });
  const { id } = await untilState(reportId, 'fulfilled');
  await press(`/local/payments/${String((await purchaseDetail(id)).paymentIntentId)}/refund`);
  await untilState(reportId, 'refunded');
  purchase = await purchaseDetail(id);
});

afterAll(async () => {
  await system.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a sale that went through the whole stack is led back, credited and summed', async () => {
  const attribution = await system.api.call(
    'GET',
    `/purchases/${purchase.id}/attribution`,
    ledgerRoutes.getPurchaseAttribution.response,
  );
  expect(attribution).toMatchObject({ chain: { how: 'token', forwarded: true, domain: 'bakery.example' } });
  expect(attribution.touches).toHaveLength(1);
  for (const { credits } of attribution.models)
    expect(credits.reduce((sum, { amount }) => sum + amount, 0)).toBe(39_900);
  const month = new Date().toISOString().slice(0, 7);
  const { revenue } = await system.api.call('GET', `/ledger/months/${month}`, ledgerRoutes.getLedgerMonth.response);
  expect(revenue[0]).toMatchObject({ currency: 'usd', sales: 1, gross: 399, refunds: { count: 1, amount: 399 } });
  const booked: string[] = [];
  for await (const { id } of system.api.all(`/ledger?month=${month}`, TransactionView)) booked.push(id);
  expect(booked).toContain(`sale#${String(purchase.paymentIntentId)}`);
  const file = await fetch(`${system.url}/api/v1/ledger/export?month=${month}`, {
    headers: { authorization: `Bearer ${system.apiKey}` },
  });
  expect(file.headers.get('content-disposition')).toBe(`attachment; filename="ledger-${month}.csv"`);
  expect((await file.text()).trimEnd().split('\r\n').length).toBe(1 + 2 * booked.length);
});

test('the scheduled proof goes over every workspace and finds nothing', async () => {
  expect(await system.invoke('VerifyLedger', {})).toEqual({ workspaces: 1, deviations: 0 });
});

test('`throughline ledger verify` prints the proof and ends with 0', async () => {
  const env = { ...process.env, NODE_OPTIONS: '', THROUGHLINE_URL: system.url, THROUGHLINE_API_KEY: system.apiKey };
  const run = (...words: readonly string[]) =>
    promisify(execFile)(process.execPath, ['bin/throughline.ts', 'ledger', 'verify', ...words], {
      cwd: resolve(import.meta.dirname, '../..'),
      env,
    });
  const proof = LedgerProof.parse(JSON.parse((await run('--json')).stdout));
  expect(proof).toMatchObject({ holds: true, deviations: [] });
  expect(proof.counts).toMatchObject({ sales: 1, refunds: 1, purchases: 1, stripePayments: 1, unattributed: 0 });
  expect((await run()).stdout).toContain('Holds: 0 deviations.');
});
