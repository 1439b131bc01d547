import type { Handlers } from '../platform/http/api.ts';
import { invalidFields } from '../platform/http/problem.ts';
import type { findRoutes } from './find-contract.ts';
import type { FindPeople } from './find-people.ts';
import { siteAddress } from './site-address.ts';

/** People of one company, looked up at once. A website that cannot be read is told within the answer: the other sources may know its people. */
export const createLookUpContacts = ({ findPeople }: { findPeople: FindPeople }): Handlers<typeof findRoutes> => ({
  findContacts: async ({ principal, body: { websiteUrl, ...wish } }) => {
    const company = siteAddress(websiteUrl);
    if (company === undefined)
      return invalidFields([
        { field: 'websiteUrl', message: 'is not the address of a website; give one like https://example.com' },
      ]);
    const found = await findPeople(principal.workspaceId, company, { ...wish, mode: principal.mode });
    return found.site.reason === 'private_address'
      ? invalidFields([
          { field: 'websiteUrl', message: 'leads to a private address, which is never read; give a public website' },
        ])
      : { body: found };
  },
});
