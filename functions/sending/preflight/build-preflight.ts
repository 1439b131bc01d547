import { createCampaignStore } from '../../campaigns/campaign-store.ts';
import { createIcpStore } from '../../campaigns/icp-store.ts';
import { createRunStore } from '../../campaigns/run-store.ts';
import { createImportStore } from '../../discovery/import-store.ts';
import type { Table } from '../../platform/table.ts';
import type { Clock } from '../../platform/time.ts';
import { createAcknowledgementStore } from '../acknowledgement-store.ts';
import { createComplianceStore } from '../compliance-store.ts';
import { createMailboxStore } from '../mailbox-store.ts';
import { createReputationStore } from '../reputation-store.ts';
import { createResolveDns, type ResolveDns } from './resolve-dns.ts';
import { createRunPreflight, type RunPreflight } from './run-preflight.ts';
import { type AskSes, createAskSes } from './ses-identities.ts';

/** The preflight over one table; what it asks of the world outside can be given. */
export const buildPreflight = ({
  table,
  origin,
  clock,
  askSes = createAskSes(),
  // Asked anew each time: a record that was just corrected must not be remembered as it was.
  resolve = () => createResolveDns(),
  fetch = globalThis.fetch,
}: {
  table: Table;
  origin: string;
  clock: Clock;
  askSes?: AskSes;
  resolve?: () => ResolveDns;
  fetch?: typeof globalThis.fetch;
}): RunPreflight =>
  createRunPreflight({
    campaigns: createCampaignStore(table, clock),
    icps: createIcpStore(table, clock),
    imports: createImportStore(table, clock),
    mailboxes: createMailboxStore(table, clock),
    compliance: createComplianceStore(table, clock),
    acknowledgements: createAcknowledgementStore(table, clock),
    reputation: createReputationStore(table, createRunStore(table, clock), clock),
    ...{ askSes, resolve, fetch, origin, clock },
  });
