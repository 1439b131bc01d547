import type { ApiClient } from '../../../bin/cli/api-client.ts';
import { followDeliveries } from '../../../bin/cli/sample-deliveries.ts';
import { PurchaseId, ReportId } from '../../../functions/platform/ids.ts';

const URL_OF_SYSTEM = 'http://localhost:4000';
const AT = '2026-11-21T09:00:00.000Z';
const saleOf = (n: number) => ({
  id: PurchaseId.parse(`pur_000000000${String(n)}`),
  reportId: ReportId.parse(`rpt_000000000${String(n)}`),
  ...{ domain: `shop${String(n)}.example`, companyName: n === 1 ? 'Shop One' : null },
  buyerEmail: `boss+${String(n)}@shop${String(n)}.example`,
});
type Sale = ReturnType<typeof saleOf>;
type Stand = 'making' | 'delivered' | 'failed';

const reportOf = ({ id, reportId, domain }: Sale, stand: Stand) => {
  const common = { workspaceId: 'ws_0000000001', assessmentId: 'asm_0000000001', createdAt: AT, updatedAt: AT };
  const failure = stand === 'failed' ? { stage: 'Render version', detail: 'the disk was full', at: AT } : null;
  const pdf = stand === 'delivered' ? { key: 'k', sha256: '0'.repeat(64), pages: 9, bytes: 1_000 } : null;
  return {
    ...{ id: reportId, domain, companyName: null, version: 0, status: 'paid', lineage: null, pdf, htmlKey: null },
    ...{ failure, ...common },
    versions: [
      {
        ...{ reportId, version: 1, askedBy: id, purchaseId: id, assessmentId: null, rulesVersion: null, failure, pdf },
        ...{ state: stand === 'delivered' ? 'ready' : stand, contentKey: null, htmlKey: null, lineageKey: null },
        ...{ createdAt: AT, readyAt: null },
      },
    ],
    sales: [
      {
        ...{ reportId, purchaseId: id, linkId: null, state: stand === 'delivered' ? 'delivered' : 'paid' },
        ...{ version: stand === 'delivered' ? 1 : null, createdAt: AT, updatedAt: AT },
      },
    ],
  };
};
const linksOf = ({ id, reportId }: Sale) =>
  [
    { kind: 'teaser', purchaseId: null, url: `${URL_OF_SYSTEM}/r/teaser` },
    { kind: 'full', purchaseId: 'pur_0000000009', url: `${URL_OF_SYSTEM}/r/of-another` },
    { kind: 'full', purchaseId: id, url: `${URL_OF_SYSTEM}/r/${id}` },
  ].map((link) => ({
    ...{ id: 'rlk_0000000001', workspaceId: 'ws_0000000001', reportId, version: null, messageId: null },
    ...{ createdAt: AT, expiresAt: AT, revokedAt: null, opens: 0 },
    ...link,
  }));

/** Follows two sales in a system where the reports stand as `standAt` says, second by second; an error stands for one that is too busy to answer. */
const follow = async (standAt: (sale: Sale, second: number) => Stand | Error) => {
  const sales = [saleOf(1), saleOf(2)];
  const lines: string[] = [];
  let now = 0;
  const saleAt = (path: string): Sale => {
    const found = sales.find(({ reportId }) => path.includes(reportId));
    if (found === undefined) throw new Error(`Nothing stands at ${path}`);
    return found;
  };
  const api: Pick<ApiClient, 'url' | 'call' | 'all'> = {
    url: URL_OF_SYSTEM,
    call: async (_method, path, schema) => {
      const sale = saleAt(path);
      const stand = standAt(sale, now / 1_000);
      if (stand instanceof Error) throw stand;
      return schema.parse(reportOf(sale, stand));
    },
    all: async function* (path, item) {
      for (const link of linksOf(saleAt(path))) yield item.parse(link);
    },
  };
  const delivered = await followDeliveries(
    {
      api,
      terminal: { line: (text) => lines.push(text), progress: () => undefined, progressDone: () => undefined },
      now: () => now,
      wait: async (milliseconds) => {
        now += milliseconds;
      },
    },
    sales,
  );
  return { delivered, lines, seconds: now / 1_000 };
};

test('each report is told when it has come: its page, its PDF and the mail that brought it', async () => {
  const { delivered, lines, seconds } = await follow(({ id }, second) =>
    second >= (id === saleOf(1).id ? 20 : 3) ? 'delivered' : 'making',
  );
  expect(lines).toEqual([
    'Delivered: the report on shop2.example, 9 pages',
    `  page  ${URL_OF_SYSTEM}/r/pur_0000000002/report`,
    `  PDF   ${URL_OF_SYSTEM}/r/pur_0000000002/pdf`,
    `  mail  ${URL_OF_SYSTEM}/local/inbox?to=boss%2B2%40shop2.example`,
    'Delivered: the report on Shop One, 9 pages',
    `  page  ${URL_OF_SYSTEM}/r/pur_0000000001/report`,
    `  PDF   ${URL_OF_SYSTEM}/r/pur_0000000001/pdf`,
    `  mail  ${URL_OF_SYSTEM}/local/inbox?to=boss%2B1%40shop1.example`,
  ]);
  expect(delivered).toEqual([saleOf(2).id, saleOf(1).id]);
  expect(seconds).toBe(20);
});

test('a report that takes longer is not waited for: it says where its mail will be', async () => {
  const { delivered, lines, seconds } = await follow(({ id }) => (id === saleOf(1).id ? 'making' : 'delivered'));
  expect(delivered).toEqual([saleOf(2).id]);
  expect(lines.at(-1)).toBe(
    `The report on Shop One is still being made; its mail will be at ${URL_OF_SYSTEM}/local/inbox?to=boss%2B1%40shop1.example`,
  );
  expect(seconds).toBe(30);
});

test('a report that failed is told at once with the reason and what to do', async () => {
  const { delivered, lines, seconds } = await follow(() => 'failed');
  expect({ delivered, seconds }).toEqual({ delivered: [], seconds: 0 });
  expect(lines).toHaveLength(2);
  expect(lines[0]).toBe(
    'The report on Shop One could not be made (the disk was full); to try again: POST /api/v1/reports/rpt_0000000001/retry',
  );
});

test('a system that is too busy to answer is asked again, and never a fault', async () => {
  const slow = await follow((_, second) => (second < 4 ? new Error('503') : 'delivered'));
  expect(slow.delivered).toHaveLength(2);
  const silent = await follow(() => new Error('503'));
  expect(silent.lines.every((line) => line.includes('is still being made'))).toBe(true);
});
