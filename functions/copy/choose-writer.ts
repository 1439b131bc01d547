import { createSecrets } from '../platform/secrets.ts';
import type { Writer } from './brief.ts';
import { createOfflineWriter } from './offline-writer.ts';
import { createClaudeWriter } from './providers/claude.ts';

/** Claude when a key's secret is configured, with the offline writer behind it; else the offline writer alone. */
export const chooseWriter = (secretArn: string | undefined): Readonly<{ write: Writer; fallback: Writer }> => {
  const fallback = createOfflineWriter();
  if (secretArn === undefined || secretArn === '') return { write: fallback, fallback };
  const readSecret = createSecrets();
  return { write: createClaudeWriter({ apiKey: () => readSecret(secretArn), fallback }), fallback };
};
