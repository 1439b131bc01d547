import * as z from 'zod';
import { normalAddress, normalDomain } from './address.ts';
import type { SuppressedName } from './suppression-store.ts';

const Address = z.email().max(254);
const Domain = z
  .string()
  .max(253)
  .regex(/^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+$/);

/** Why a name cannot be suppressed, or undefined when it can. */
export const whatIsWrong = ({ kind, value }: SuppressedName): string | undefined => {
  if (kind === 'address')
    return Address.safeParse(normalAddress(value)).success ? undefined : 'is not an e-mail address';
  return Domain.safeParse(normalDomain(value)).success ? undefined : 'is not a domain such as example.com';
};

/** What a cell of a list names: an address where it has a local part, else a domain (`example.com`, `@example.com`, `*.example.com`). */
export const nameIn = (cell: string): SuppressedName => {
  const value = cell.trim().replace(/^mailto:/i, '');
  return { kind: value.lastIndexOf('@') > 0 ? 'address' : 'domain', value };
};
