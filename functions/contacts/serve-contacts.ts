import type { Handlers } from '../platform/http/api.ts';
import { invalidFields, notFound } from '../platform/http/problem.ts';
import type { ContactStore } from './contact-store.ts';
import type { contactRoutes } from './contract.ts';
import type { RecipientStore } from './recipient-store.ts';

/** The people at a company, and who an address belongs to. */
export const createServeContacts = ({
  contacts,
  recipients,
}: {
  contacts: ContactStore;
  recipients: Pick<RecipientStore, 'find'>;
}): Handlers<typeof contactRoutes> => ({
  listCompanyContacts: async ({ principal, params, query }) => {
    const page = await contacts.list(principal.workspaceId, params.domain.toLowerCase(), query);
    return page === undefined
      ? invalidFields([{ field: 'query.cursor', message: 'is not a cursor of this list' }])
      : { body: page };
  },
  findContact: async ({ principal, query }) => {
    const recipient = await recipients.find(principal.workspaceId, query.email);
    if (recipient === undefined) return notFound('contact', query.email);
    const { domain, contactId, campaignId, reservedAt } = recipient;
    return { body: { domain, contactId, lastContactedAt: reservedAt, lastCampaignId: campaignId } };
  },
});
