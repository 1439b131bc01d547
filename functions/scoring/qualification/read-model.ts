import type { Files } from '../../platform/files.ts';
import { qualificationModelKey } from '../../platform/files-layout.ts';
import type { WorkspaceId } from '../../platform/ids.ts';
import { QualificationModel } from './model.ts';
import { createLeadScorer, type LeadScorer } from './score-lead.ts';

/** Models kept by a process: all batches of a run ask for the same one. */
const KEPT = 10;

export type ReadModel = (workspaceId: WorkspaceId, version: string) => Promise<LeadScorer>;

/**
 * Gives what scores leads by a version of a workspace's model, read once a process: a version never changes.
 * @throws Error when there is none: it is stored before it becomes active.
 */
export const createReadModel = (files: Pick<Files, 'readText'>): ReadModel => {
  const kept = new Map<string, Promise<LeadScorer>>();
  const read = async (key: string): Promise<LeadScorer> => {
    const text = await files.readText(key);
    if (text === undefined) throw new Error(`There is no model at ${key}`);
    return createLeadScorer(QualificationModel.parse(JSON.parse(text)));
  };
  return (workspaceId, version) => {
    const key = qualificationModelKey(workspaceId, version);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const reading = read(key);
    const [oldest] = kept.keys();
    if (kept.size >= KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(key, reading);
    // What could not be read is asked for again the next time.
    reading.catch(() => kept.delete(key));
    return reading;
  };
};
