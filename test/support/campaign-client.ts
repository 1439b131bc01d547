import { setTimeout as pause } from 'node:timers/promises';
import type { ApiClient } from '../../bin/cli/api-client.ts';
import { importFile } from '../../bin/cli/import-file.ts';
import { Campaign, campaignRoutes, RunView } from '../../functions/campaigns/contract.ts';
import { MessageView } from '../../functions/sending/contract.ts';
import { softwareIcp, testOffer, testSender } from './campaign-files.ts';

const silent = { line: () => undefined, progress: () => undefined, progressDone: () => undefined };

/** Imports both files, makes a campaign over them and gives it. */
export const createTestCampaign = async (
  api: ApiClient,
  files: Readonly<{ companies: string; contacts: string }>,
  approval: 'auto' | 'review' = 'auto',
): Promise<Campaign> => {
  const companies = await importFile(api, silent, { kind: 'companies', path: files.companies });
  const contacts = await importFile(api, silent, { kind: 'contacts', path: files.contacts });
  const { id: icpId } = await api.call('POST', '/icps', campaignRoutes.createIcp.response, softwareIcp);
  return api.call('POST', '/campaigns', Campaign, {
    name: 'Test',
    icpId,
    offer: testOffer,
    sender: testSender,
    companyImports: [companies.id],
    contactImports: [contacts.id],
    approval,
    readWebsites: false,
  });
};

export const startTestRun = (api: ApiClient, campaignId: string): Promise<RunView> =>
  api.call('POST', `/campaigns/${campaignId}/runs`, RunView);

/** Waits until the run's view passes, at most `seconds`. @throws Error that shows the view as it stood */
export const untilRun = async (
  api: ApiClient,
  runId: string,
  passes: (view: RunView) => boolean,
  seconds = 240,
  each: () => Promise<void> = () => Promise.resolve(),
): Promise<RunView> => {
  const end = Date.now() + seconds * 1_000;
  for (;;) {
    const view = await api.call('GET', `/runs/${runId}`, RunView);
    if (passes(view)) return view;
    if (Date.now() > end) throw new Error(`The run did not get there in ${seconds} s: ${JSON.stringify(view)}`);
    await each();
    await pause(100);
  }
};

export const messagesOf = async (api: ApiClient, runId: string): Promise<MessageView[]> => {
  const messages: MessageView[] = [];
  for await (const message of api.all(`/runs/${runId}/messages`, MessageView)) messages.push(message);
  return messages;
};
