import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { SampleBusiness } from './businesses.ts';
import { SamplePerson } from './people.ts';
import { SiteCopy } from './site-copy.ts';

const SampleSender = z.strictObject({ business: SampleBusiness, copy: SiteCopy, people: z.array(SamplePerson) });
export type SampleSender = z.infer<typeof SampleSender>;

/** The invented company that owns the sample workspace; its own site is served beside the others. */
export const sampleSender = (): SampleSender =>
  SampleSender.parse(JSON.parse(readFileSync(new URL('sender.json', import.meta.url), 'utf8')));
