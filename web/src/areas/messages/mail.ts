import type { MessageDetail } from '../../../../functions/sending/contract.ts';

/** A message as the API gives it alone, with its text, evidence and events. */
export type Mail = (typeof MessageDetail)['_zod']['output'];
