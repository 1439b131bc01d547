import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** An invented person. Some rows carry the dirt that real lists have: no address, bad syntax, role accounts, duplicates. */
export const SamplePerson = z.strictObject({
  business: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  title: z.string(),
  email: z.string(),
  location: z.string(),
  /** In the contact list that the user imports. */
  listed: z.boolean(),
  /** Named on the team page of the business. */
  onSite: z.boolean(),
  /** The team page gives the address too. */
  showsEmail: z.boolean(),
  bio: z.string().nullable(),
});
export type SamplePerson = z.infer<typeof SamplePerson>;

/** Everybody in the sample world, the sender's own people apart. */
export const samplePeople = (): readonly SamplePerson[] =>
  z.array(SamplePerson).parse(JSON.parse(readFileSync(new URL('people.json', import.meta.url), 'utf8')));
