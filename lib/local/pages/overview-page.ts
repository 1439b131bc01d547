import type { Counts } from '../counts.ts';
import { page } from './frame.ts';
import { html } from './markup.ts';

const whole = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 1 });

/** `/local`: where everything is, and what was used so far. */
export const overviewPage = ({
  counts,
  dataDir,
  queues,
}: {
  counts: Counts;
  dataDir: string;
  queues: readonly Readonly<{ label: string; visible: number; inFlight: number; delayed: number }>[];
}): string =>
  page(
    'Overview',
    '/local',
    html`<h1>This machine</h1>
<p class="lead">The whole system runs here, from the template that is deployed to AWS. No mail leaves this machine: what is sent is kept in the inbox.</p>
<ul class="cards">
<li><a href="/"><b>Web app</b></a><br><span class="soft">Campaigns, runs and mails. Sign in with one click.</span></li>
<li><a href="/local/inbox"><b>Inbox</b></a><br><span class="soft">Every mail sent, as its recipient sees it; open, click, bounce, complain, unsubscribe, reply.</span></li>
<li><a href="/local/payments"><b>Payments</b></a><br><span class="soft">What was bought on the payment pages of this machine; refund, dispute, send an event again.</span></li>
<li><a href="/local/executions"><b>Executions</b></a><br><span class="soft">Runs of the state machines, state by state.</span></li>
<li><a href="/local/functions"><b>Functions</b></a><br><span class="soft">Invocations, capacity units and the last log lines.</span></li>
<li><a href="/api/docs"><b>API</b></a><br><span class="soft">The OpenAPI document, to read.</span></li>
</ul>
<h2>Used since the start</h2>
<div class="scroll"><table>
<tr><th scope="row">State transitions</th><td class="number">${whole(counts.transitions)}</td></tr>
<tr><th scope="row">Function invocations</th><td class="number">${whole(counts.lambdaInvocations)}</td></tr>
<tr><th scope="row">Queue requests</th><td class="number">${whole(counts.sqsRequests)}</td></tr>
<tr><th scope="row">Write units</th><td class="number">${whole(counts.writeUnits)}</td></tr>
<tr><th scope="row">Read units</th><td class="number">${whole(counts.readUnits)}</td></tr>
</table></div>
<p class="soft">As data: <a href="/local/counts">/local/counts</a></p>
<h2>Queues</h2>
<div class="scroll"><table><thead><tr><th scope="col">Queue</th><th scope="col" class="number">Waiting</th><th scope="col" class="number">Being handled</th><th scope="col" class="number">Delayed</th></tr></thead>
<tbody>${queues.map(
      ({ label, visible, inFlight, delayed }) =>
        html`<tr><th scope="row">${label}</th><td class="number">${visible}</td><td class="number">${inFlight}</td><td class="number">${delayed}</td></tr>`,
    )}</tbody></table></div>
<p class="soft">All state is kept in ${dataDir}.</p>`,
  );
