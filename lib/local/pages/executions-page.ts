import type { ExecutionRecord, StoredEvent } from '../step-functions/execution-store.ts';
import type { ExecutionDetails, StepFunctions } from '../step-functions/ports.ts';
import { page } from './frame.ts';
import { type Html, html } from './markup.ts';
import { duration, moment } from './time.ts';

const statusTag = (status: string): Html =>
  html`<span class="tag${status === 'SUCCEEDED' ? ' good' : status === 'RUNNING' ? '' : ' bad'}">${status.toLowerCase().replace('_', ' ')}</span>`;

const took = ({ startedAt, stoppedAt }: Pick<ExecutionRecord, 'startedAt' | 'stoppedAt'>): string =>
  duration((stoppedAt ?? Date.now()) - startedAt);

/** `/local/executions`: runs of the state machines, newest first. */
export const executionsPage = (executions: readonly ExecutionRecord[]): string =>
  page(
    'Executions',
    '/local/executions',
    html`<h1>Executions</h1>
<p class="lead">Runs of the state machines, newest first. They are kept on disk: what was running when this machine was stopped goes on.</p>
${
  executions.length === 0
    ? html`<p class="note">Nothing was started yet.</p>`
    : html`<ul class="rows">${executions.map(
        (
          execution,
        ) => html`<li><a href="/local/executions/${encodeURIComponent(execution.arn)}"><div class="split"><b>${execution.name}</b>${statusTag(execution.status)}</div>
<div class="soft">${execution.machineArn.split(':').at(-1)} · started ${moment(execution.startedAt)} · ${took(execution)}</div></a></li>`,
      )}</ul>`
}`,
  );

type MapRun = NonNullable<ReturnType<StepFunctions['mapRun']>>;

/** `/local/executions/<arn>`: one execution, its states with their times, its distributed maps. */
export const executionPage = (
  execution: ExecutionDetails,
  events: readonly StoredEvent[],
  mapRuns: readonly MapRun[],
): string =>
  page(
    execution.name,
    '/local/executions',
    html`<p><a href="/local/executions">← Executions</a></p>
<h1>${execution.name}</h1>
<p>${statusTag(execution.status)} ${execution.currentStates.length > 0 && html`now in <b>${execution.currentStates.join(', ')}</b>`}</p>
<dl><dt>Machine</dt><dd>${execution.machineArn.split(':').at(-1)}</dd><dt>Started</dt><dd>${moment(execution.startedAt)}</dd><dt>Took</dt><dd>${took(execution)}</dd>${
      execution.error !== undefined &&
      html`<dt>Error</dt><dd>${execution.error}</dd><dt>Cause</dt><dd>${execution.cause ?? ''}</dd>`
    }</dl>
${mapRuns.map(
  ({ stateName, counts, status }) => html`<h2>${stateName} ${statusTag(status)}</h2>
<div class="scroll"><table><thead><tr><th scope="col">Batches</th><th scope="col" class="number">Items</th><th scope="col" class="number">Executions</th></tr></thead><tbody>${Object.entries(
    counts,
  ).map(
    ([name, count]) =>
      html`<tr><th scope="row">${name.toLowerCase()}</th><td class="number">${count.items}</td><td class="number">${count.executions}</td></tr>`,
  )}</tbody></table></div>`,
)}
<h2>States</h2>
<div class="scroll"><table><thead><tr><th scope="col" class="number">After</th><th scope="col">State</th><th scope="col">What</th><th scope="col">Error</th></tr></thead><tbody>${events.map(
      ({ at, state, type, error, cause }) =>
        html`<tr><td class="number">${duration(at - execution.startedAt)}</td><td>${state ?? ''}</td><td>${type}</td><td>${error ?? ''}${cause !== undefined && html`<br><span class="soft">${cause.slice(0, 400)}</span>`}</td></tr>`,
    )}</tbody></table></div>
<h2>Input</h2><pre>${execution.input}</pre>
${execution.output !== undefined && html`<h2>Output</h2><pre>${execution.output}</pre>`}`,
  );
