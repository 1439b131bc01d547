import type { Evidence } from '../contract.ts';
import { type CheckOutcome, notMeasured } from '../rule.ts';
import type { Answer } from './ask-dns.ts';

/** Applies to what DNS answered; where it did not, nothing is measured. */
export const whenAnswered = <Value>(answer: Answer<Value>, judge: (value: Value) => CheckOutcome): CheckOutcome =>
  answer.ok ? judge(answer.value) : notMeasured(answer.reason);

/** Evidence from DNS: what was seen, under which name, and the record. */
export const record = (what: string, where: string, quote?: string): Evidence => ({
  ...{ what, where },
  ...(quote === undefined ? {} : { quote: quote.slice(0, 300) }),
});
