import { rmSync } from 'node:fs';
import { proofText } from '../../bin/cli/commands/ledger-verify.ts';
import { testFolder } from '../support/campaign-files.ts';
import { costOfAssessmentChecks } from './assessment-checks.ts';
import { latencyOfCopy } from './copy-latency.ts';
import { costsOfRun } from './counts-of-a-run.ts';
import { costsOfImport } from './import-costs.ts';
import { ledgerProof } from './ledger-proof.ts';
import { costOfListPage } from './list-page.ts';
import { speedOfScoring } from './scoring-speed.ts';
import { senderThroughput } from './sender-throughput.ts';

/** `npm run bench`: the counts of spec/performance.md that exist, each with its bound, as text and as JSON. Not a test: nothing here fails. */
type Figure = Readonly<{ what: string; value: number; bound: number | null; unit: string; atLeast?: number }>;

const LEADS = 1_000;
/** Rows of the imported lists, a fifth of them duplicates. */
const ROWS = 100_000;
const folder = testFolder();

try {
  const run = await costsOfRun(folder, LEADS);
  const small = await costOfListPage(folder, 10_000);
  const large = await costOfListPage(folder, 100_000);
  const companies = await costsOfImport(folder, 'companies', ROWS);
  const contacts = await costsOfImport(folder, 'contacts', ROWS);
  const scoring = speedOfScoring();
  const checks = costOfAssessmentChecks();
  const copy = await latencyOfCopy();
  const throughput = await senderThroughput();
  const ledger = await ledgerProof();
  const figures: Figure[] = [
    {
      what: 'mails a CPU-second, composed, claimed, sent by SMTP and recorded',
      ...{ value: throughput.sender, bound: null, atLeast: 2, unit: '/s' },
    },
    {
      what: 'the same ÷ nodemailer composing and sending only',
      ...{ value: throughput.ratio, bound: null, unit: '×' },
    },
    {
      what: 'deviations of the ledger, 10 k leads and 40 sales',
      value: ledger.proof.deviationCount,
      ...{ bound: 0, unit: '' },
    },
    { what: 'seconds to prove it', value: ledger.seconds, bound: null, unit: 's' },
    {
      what: 'CPU ms a page of 86 KB, all checks on HTML',
      ...{ value: checks.cpuMsPerPage, bound: 50, unit: 'ms' },
    },
    {
      what: 'the same, first site of a process',
      ...{ value: checks.cpuMsPerFirstPage, bound: null, unit: 'ms' },
    },
    { what: 'seconds for a complete package, offline', value: copy.offlineSeconds, bound: 2, unit: 's' },
    { what: 'seconds for a complete package, model of 3 s', value: copy.modelSeconds, bound: 30, unit: 's' },
    { what: 'state transitions a lead, discovery → drafted', value: run.transitionsPerLead, bound: 0.06, unit: '' },
    {
      what: 'Lambda invocations a lead, discovery → drafted',
      value: run.invocationsPerLeadToDraft,
      bound: 0.2,
      unit: '',
    },
    { what: 'SQS requests a lead through sending', value: run.sqsRequestsPerLead, bound: 0.9, unit: '' },
    { what: 'write units a lead, import → sent', value: run.writeUnitsPerLead, bound: 8, unit: '' },
    { what: 'write units a mailed lead, all leads counted', value: run.writeUnitsPerMailed, bound: null, unit: '' },
    { what: 'read units a lead', value: run.readUnitsPerLead, bound: null, unit: '' },
    { what: 'Queries of a page of leads', value: large.queries, bound: 1, unit: '' },
    { what: 'read units of a page of leads at 10 k', value: small.readUnits, bound: 14, unit: '' },
    { what: 'read units of a page of leads at 100 k', value: large.readUnits, bound: small.readUnits, unit: '' },
    { what: 'time of a page, 100 k ÷ 10 k', value: large.medianMs / small.medianMs, bound: 1.1, unit: '×' },
    {
      what: 'leads a second, import to sent, this machine',
      value: LEADS / Math.max(1, run.seconds),
      bound: null,
      unit: '/s',
    },
    {
      what: 'rows a CPU-second, 100 k companies imported',
      value: companies.first.rowsPerCpuSecond,
      ...{ bound: null, unit: '/s' },
    },
    {
      what: 'rows a CPU-second, 100 k contacts imported',
      value: contacts.first.rowsPerCpuSecond,
      ...{ bound: null, unit: '/s' },
    },
    {
      what: 'peak memory of an import of 100 k rows, MB',
      value: Math.max(companies.first.peakMb, companies.again.peakMb, contacts.first.peakMb),
      ...{ bound: 512, unit: '' },
    },
    {
      what: 'write units a company of a first import',
      value: companies.first.writeUnits / companies.first.kept,
      ...{ bound: 1.01, unit: '' },
    },
    { what: 'companies written by the same list again', value: companies.again.written, ...{ bound: 0, unit: '' } },
    {
      what: 'companies scored in a CPU-second, all components',
      value: scoring.companiesPerCpuSecond,
      bound: null,
      unit: '/s',
    },
  ];
  console.log(`${LEADS} leads, ${run.mailed} mailed; write units and invocations by function:`);
  for (const [name, used] of Object.entries(run.counts.byFunction).sort(([, a], [, b]) => b.writeUnits - a.writeUnits))
    console.log(
      `  ${name.padEnd(60)} ${String(used.invocations).padStart(6)} calls ${used.writeUnits.toFixed(0).padStart(8)} WCU`,
    );
  console.log(`${proofText(ledger.proof)}\n${JSON.stringify(ledger.revenue)}\n`);
  console.log(`SQS: ${JSON.stringify(run.counts.bySqsAction)}\n`);
  for (const { what, value, bound, unit, atLeast } of figures) {
    const least = atLeast === undefined ? '' : value >= atLeast ? `≥ ${atLeast}` : `below ${atLeast}`;
    const held = bound === null ? least : value <= bound ? `≤ ${bound}` : `over ${bound}`;
    console.log(`${what.padEnd(52)} ${value.toFixed(3).padStart(10)}${unit}  ${held}`);
  }
  console.log(JSON.stringify({ figures }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
