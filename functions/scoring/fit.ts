/** What one component of the score found out about a company. */
export type Fit =
  | Readonly<{ kind: 'known'; value: number; reason: string; evidence: string | null }>
  /** The company does not tell; its weight goes to the others and confidence falls. */
  | Readonly<{ kind: 'unknown'; reason: string }>
  /** The ICP asks nothing here; its weight goes to the others and confidence stays. */
  | Readonly<{ kind: 'not_asked'; reason: string }>;

export const known = (value: number, reason: string, evidence: string | null = null): Fit => ({
  kind: 'known',
  value: Math.min(1, Math.max(0, value)),
  reason,
  evidence,
});
export const unknown = (reason: string): Fit => ({ kind: 'unknown', reason });
export const notAsked = (reason: string): Fit => ({ kind: 'not_asked', reason });
