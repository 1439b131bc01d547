import { setTimeout as pause } from 'node:timers/promises';
import { RunView, STAGES } from '../../functions/campaigns/contract.ts';
import type { ApiClient } from './api-client.ts';
import type { Terminal } from './terminal.ts';

const POLL_EVERY_MS = 1_000;

const progressLine = (run: RunView): string => {
  const counts = STAGES.filter((stage) => run.stages[stage] > 0).map((stage) => `${stage} ${run.stages[stage]}`);
  const rate = run.seconds > 0 ? ` · ${(run.stages.scored / run.seconds).toFixed(0)} companies/s` : '';
  return `${run.step ?? run.status}: ${counts.join(' · ') || 'starting'}${rate} · ${run.seconds} s`;
};

/** Whether there is nothing more to wait for without a person's doing. */
const rests = (run: RunView): boolean => run.endedAt !== null || run.status === 'awaiting_approval';

/** Follows a run by its event stream (by polling when the stream breaks) until it ends or waits for a reviewer. */
export const followRun = async (api: ApiClient, terminal: Terminal, runId: string): Promise<RunView> => {
  for (;;) {
    const last = await readEvents(api, terminal, runId).catch(() => undefined);
    const run = last ?? (await api.call('GET', `/runs/${runId}`, RunView));
    terminal.progress(progressLine(run));
    if (rests(run)) {
      terminal.progressDone();
      return run;
    }
    await pause(POLL_EVERY_MS);
  }
};

/** The last view of one connection's events, or undefined when it brought none. */
const readEvents = async (api: ApiClient, terminal: Terminal, runId: string): Promise<RunView | undefined> => {
  const abort = new AbortController();
  const answer = await api.stream(`/runs/${runId}/events`, abort.signal);
  if (!answer.ok || answer.body === null) return undefined;
  let last: RunView | undefined;
  let rest = '';
  try {
    for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
      const events = (rest + chunk).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        const data = /^event: run\ndata: (.*)$/m.exec(event)?.[1];
        if (data === undefined) continue;
        last = RunView.parse(JSON.parse(data));
        terminal.progress(progressLine(last));
      }
      if (last !== undefined && rests(last)) return last;
    }
  } finally {
    abort.abort();
  }
  return last;
};
