import { createHash } from 'node:crypto';
import * as z from 'zod';
import { ImportedContact } from './contract.ts';
import { plainCompanyName } from './normal-text.ts';

/**
 * How the people of an import lie in S3, so that those of a few companies are found without reading them all: objects ("buckets") by a hash
 * of the company, as many as keep an object at some hundred people.
 */
const PEOPLE_PER_BUCKET = 400;
const MAX_BUCKETS = 256;

export const ContactIndex = z.object({ buckets: z.int().min(1).max(MAX_BUCKETS) });
export const ContactBucket = z.array(ImportedContact);

export const bucketCount = (people: number): number => {
  let buckets = 1;
  while (buckets < MAX_BUCKETS && people / buckets > PEOPLE_PER_BUCKET) buckets *= 2;
  return buckets;
};

/** What a person's company is known by: its domain, else its name. */
export const domainKey = (domain: string): string => `d:${domain}`;
export const nameKey = (companyName: string): string => `n:${plainCompanyName(companyName)}`;
export const companyKeyOf = ({ companyDomain, companyName }: Pick<ImportedContact, 'companyDomain' | 'companyName'>) =>
  companyDomain === null ? nameKey(companyName ?? '') : domainKey(companyDomain);

/** A stable number of 0–255; a count of buckets divides it, being a power of two. */
export const hashByte = (companyKey: string): number => createHash('sha256').update(companyKey).digest()[0] ?? 0;
