import { useEffect, useRef, useState } from 'react';
import type { RunView } from '../../../../functions/campaigns/contract.ts';
import { meanPace, type Pace, paceOf, remember, type Sample } from './pace.ts';

const TICK_MS = 1_000;

/** The run's pace over the last ten seconds and how long it has gone on, moving on between two answers of the server. */
export const usePace = (run: RunView): { pace: Pace | undefined; seconds: number } => {
  const samples = useRef<readonly Sample[]>([]);
  const [now, setNow] = useState(() => ({ pace: undefined as Pace | undefined, since: 0 }));
  const ended = run.endedAt !== null;
  useEffect(() => {
    if (ended) return;
    const seen = Date.now();
    const look = () => {
      const at = Date.now();
      samples.current = remember(samples.current, { at, stages: run.stages });
      setNow({ pace: paceOf(samples.current), since: (at - seen) / 1_000 });
    };
    look();
    const timer = setInterval(look, TICK_MS);
    return () => clearInterval(timer);
  }, [run, ended]);
  return ended ? { pace: meanPace(run), seconds: run.seconds } : { pace: now.pace, seconds: run.seconds + now.since };
};
