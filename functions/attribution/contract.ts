import * as z from 'zod';
import { RunInput } from '../campaigns/contract.ts';

export const RecordAttributionInput = z.object({ run: RunInput, cursor: z.string().nullable() });
export const RecordAttributionOutput = z.object({ cursor: z.string().nullable(), touches: z.int() });
