import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { RunView } from '../../../../functions/campaigns/contract.ts';
import { addressOf, send } from '../../api/call.ts';
import { createEventReader } from '../../api/event-stream.ts';
import { runQuery } from './run-queries.ts';

const POLL_MS = 3_000;
const REOPEN_MS = 1_000;
/** After so many streams that brought nothing we ask every few seconds instead: something between us does not let streams through. */
const GIVE_UP_AFTER = 3;

/** Its counters follow the table's stream, so the last of them come a moment after a run has ended. */
const COUNTERS_FOLLOW_MS = 60_000;

const isFinal = (run: RunView | undefined): boolean =>
  run !== undefined && run.endedAt !== null && Date.now() - Date.parse(run.endedAt) > COUNTERS_FOLLOW_MS;

/** How a run's state reaches the page. */
export type Liveness = 'live' | 'polling' | 'ended';

/**
 * Follows a run: its events are read with fetch (an EventSource cannot send the access token), a stream that ends early is opened again, and
 * while none is open the run is asked for every few seconds. Each event carries the whole state, so none can be missed.
 */
export const useLiveRun = (runId: string) => {
  const queries = useQueryClient();
  const [streaming, setStreaming] = useState(false);
  const query = useQuery({
    ...runQuery(runId),
    refetchInterval: ({ state }) => (streaming || isFinal(state.data) ? false : POLL_MS),
  });
  const known = query.data !== undefined;
  const ended = known && query.data.endedAt !== null;

  useEffect(() => {
    if (!known || ended) return;
    const stop = new AbortController();
    const show = (run: RunView) => queries.setQueryData(runQuery(runId).queryKey, run);
    void follow(runId, stop.signal, setStreaming, show);
    return () => {
      stop.abort();
      // A stream that was left says no more: what follows its run's end is asked for.
      setStreaming(false);
    };
  }, [runId, known, ended, queries]);

  const liveness: Liveness = ended ? 'ended' : streaming ? 'live' : 'polling';
  return { ...query, run: query.data, liveness };
};

const follow = async (
  runId: string,
  signal: AbortSignal,
  setStreaming: (streaming: boolean) => void,
  show: (run: RunView) => void,
): Promise<void> => {
  const left = (): boolean => signal.aborted;
  for (let fruitless = 0; fruitless < GIVE_UP_AFTER && !left(); fruitless += 1) {
    try {
      await readStream(runId, signal, (run) => {
        fruitless = 0;
        setStreaming(true);
        show(run);
      });
    } catch {
      // The stream is a convenience: what is wrong shows in the ordinary reads, which go on.
    }
    // Another page's stream may show itself by now.
    if (left()) return;
    setStreaming(false);
    await new Promise((resolve) => setTimeout(resolve, REOPEN_MS));
  }
};

const readStream = async (runId: string, signal: AbortSignal, show: (run: RunView) => void): Promise<void> => {
  const response = await send(addressOf('streamRun', { params: { runId } }), {
    headers: { accept: 'text/event-stream' },
    signal,
  });
  if (response.body === null) return;
  const pieces = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const read = createEventReader();
  for (;;) {
    const { done, value } = await pieces.read();
    if (done) return;
    for (const { event, data } of read(value)) {
      // The stream's data passes through the same contract as the run's own answer.
      if (event === 'run') show(JSON.parse(data) as RunView);
    }
  }
};
