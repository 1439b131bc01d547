import { rmSync } from 'node:fs';
import { testFolder } from '../support/campaign-files.ts';
import { costsOfRun } from './counts-of-a-run.ts';
import { costOfListPage } from './list-page.ts';

/** `npm run bench`: the counts of spec/performance.md that exist, each with its bound, as text and as JSON. Not a test: nothing here fails. */
type Figure = Readonly<{ what: string; value: number; bound: number | null; unit: string }>;

const LEADS = 1_000;
const folder = testFolder();

try {
  const run = await costsOfRun(folder, LEADS);
  const small = await costOfListPage(folder, 10_000);
  const large = await costOfListPage(folder, 100_000);
  const figures: Figure[] = [
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
  ];
  console.log(`${LEADS} leads, ${run.mailed} mailed; write units and invocations by function:`);
  for (const [name, used] of Object.entries(run.counts.byFunction).sort(([, a], [, b]) => b.writeUnits - a.writeUnits))
    console.log(
      `  ${name.padEnd(60)} ${String(used.invocations).padStart(6)} calls ${used.writeUnits.toFixed(0).padStart(8)} WCU`,
    );
  console.log(`SQS: ${JSON.stringify(run.counts.bySqsAction)}\n`);
  for (const { what, value, bound, unit } of figures) {
    const held = bound === null ? '' : value <= bound ? `≤ ${bound}` : `over ${bound}`;
    console.log(`${what.padEnd(52)} ${value.toFixed(3).padStart(10)}${unit}  ${held}`);
  }
  console.log(JSON.stringify({ figures }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
