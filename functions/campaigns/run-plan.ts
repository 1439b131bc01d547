import type { Files } from '../platform/files.ts';
import { RunPlan } from './contract.ts';

/** Plans kept by a process; a run's steps are asked for the same one thousands of times. */
const KEPT_PLANS = 50;

export type ReadPlan = (planKey: string) => Promise<RunPlan>;

/**
 * Gives a run's frozen plan by its S3 key, read once a process: a plan never changes.
 * @throws Error when there is none: the run's first step writes it.
 */
export const createReadPlan = ({ files }: { files: Pick<Files, 'readText'> }): ReadPlan => {
  const plans = new Map<string, Promise<RunPlan>>();
  const read = async (planKey: string): Promise<RunPlan> => {
    const text = await files.readText(planKey);
    if (text === undefined) throw new Error(`There is no plan at ${planKey}`);
    return RunPlan.parse(JSON.parse(text));
  };
  return (planKey) => {
    const known = plans.get(planKey);
    if (known !== undefined) return known;
    const reading = read(planKey);
    const [oldest] = plans.keys();
    if (plans.size >= KEPT_PLANS && oldest !== undefined) plans.delete(oldest);
    plans.set(planKey, reading);
    // What could not be read is asked for again the next time.
    reading.catch(() => plans.delete(planKey));
    return reading;
  };
};
