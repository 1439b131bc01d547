import type { IncomingMessage, ServerResponse } from 'node:http';
import PostalMime from 'postal-mime';
import type { Handle } from '../content-delivery/deliver.ts';
import { isOwnRequest } from '../own-request.ts';
import { readBody } from '../protocol.ts';
import type { Services } from '../services.ts';
import type { Template } from '../template.ts';
import { executionPage, executionsPage } from './executions-page.ts';
import { PAGE_HEADERS, page } from './frame.ts';
import { functionPage, functionsPage } from './functions-page.ts';
import { inboxPage, mailPage } from './inbox-page.ts';
import { labelOf } from './label.ts';
import { html } from './markup.ts';
import { overviewPage } from './overview-page.ts';
import { createRecipientActions } from './recipient-actions.ts';

const MAILS_A_PAGE = 50;
const EXECUTIONS_SHOWN = 100;
const FORM_LIMIT = 64 * 1024;

/** A mail's own markup, in a sandboxed frame: no script, nothing loaded from elsewhere but pictures that are part of it. */
const MAIL_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
  'x-content-type-options': 'nosniff',
} as const;

/** As mailbox providers show a mail at first: pictures from elsewhere, such as the tracking pixel, load only when it is said to be opened. */
const withoutOutsidePictures = (markup: string): string => markup.replaceAll(/<img\s[^>]*src="https?:[^>]*>/gi, '');

/** The pages below `/local`, and `GET /local/counts`. */
export const createPages = ({
  services,
  template,
  origin,
  dataDir,
}: {
  services: Services;
  template: Template;
  origin: string;
  dataDir: string;
}): Handle => {
  const { mail, stepFunctions, functions, counts, queues, replies } = services;
  const act = createRecipientActions(services, origin);
  const ofType = (wanted: string) => template.resources.filter(({ type }) => type === wanted);
  const queueNames = ofType('AWS::SQS::Queue').map((resource) => ({
    label: labelOf(resource),
    name: template.valuesOf(resource).attributes['QueueName'] ?? '',
  }));
  const functionNames = ofType('AWS::Lambda::Function')
    .map((resource) => ({ label: labelOf(resource), name: template.valuesOf(resource).ref }))
    .filter(({ name }) => functions.names().includes(name));

  const overview = (): string =>
    overviewPage({
      counts: counts.read(),
      dataDir,
      queues: queueNames.map(({ label, name }) => ({ label, ...queues.counts(name) })),
    });

  const inbox = (query: URLSearchParams): string => {
    const to = query.get('to') || undefined;
    const before = Number(query.get('before')) || undefined;
    const mails = mail.listMails({ limit: MAILS_A_PAGE, to, before });
    const last = mails.at(-1);
    const next = new URLSearchParams({ ...(to === undefined ? {} : { to }), before: String(last?.cursor ?? '') });
    return inboxPage({ mails, to, older: mails.length < MAILS_A_PAGE ? undefined : `/local/inbox?${next.toString()}` });
  };

  const oneMail = async (id: string, said: string | undefined): Promise<string> => {
    const found = await mail.readMail(id);
    const messageId = found.headers.find(({ name }) => name.toLowerCase() === 'message-id')?.value ?? '';
    const answers = await Promise.all(replies.to(messageId).map((raw) => PostalMime.parse(raw)));
    return mailPage(
      found,
      answers.map(({ text }) => text ?? ''),
      said,
    );
  };

  const execution = (arn: string): string | undefined => {
    const found = stepFunctions.describe(arn);
    if (found === undefined) return undefined;
    const maps = stepFunctions.mapRuns(arn).flatMap((run) => stepFunctions.mapRun(run.arn) ?? []);
    return executionPage(found, stepFunctions.history(arn), maps);
  };

  const read = async (parts: readonly string[], query: URLSearchParams, response: ServerResponse): Promise<void> => {
    const [section = '', id, part] = parts;
    const send = (text: string | undefined): void => answerPage(response, text);
    if (section === '') {
      send(overview());
      return;
    }
    if (section === 'counts') {
      answerJson(response, counts.read());
      return;
    }
    if (section === 'executions') {
      send(id === undefined ? executionsPage(stepFunctions.list({ limit: EXECUTIONS_SHOWN })) : execution(id));
      return;
    }
    if (section === 'functions') {
      send(id === undefined ? functionsPage(functionNames, counts.read()) : functionPage(id, functions.linesOf(id)));
      return;
    }
    if (section !== 'inbox') {
      send(undefined);
      return;
    }
    if (id === undefined) {
      send(inbox(query));
      return;
    }
    if (part === 'html') {
      response.writeHead(200, MAIL_HEADERS).end(withoutOutsidePictures((await mail.readMail(id)).html));
      return;
    }
    if (part === 'raw') {
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' });
      response.end(mail.rawMail(id));
      return;
    }
    send(part === undefined ? await oneMail(id, query.get('said') ?? undefined) : undefined);
  };

  const write = async (parts: readonly string[], request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [section, id, name = ''] = parts;
    const perform = act[name];
    if (section !== 'inbox' || id === undefined || perform === undefined) {
      answerPage(response, undefined);
      return;
    }
    if (!isOwnRequest(request)) {
      response
        .writeHead(403, { 'content-type': 'text/plain; charset=utf-8' })
        .end('Only pages of this machine may do that.');
      return;
    }
    const fields = new URLSearchParams((await readBody(request, FORM_LIMIT)).toString('utf8'));
    const said = await perform(id, fields);
    const back = `/local/inbox/${encodeURIComponent(id)}?${new URLSearchParams({ said }).toString()}`;
    response.writeHead(303, { location: back }).end();
  };

  return async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', origin);
    const parts = pathname.split('/').slice(2).map(decodeURIComponent);
    const [section, id] = parts;
    if (section === 'inbox' && id !== undefined && !mail.hasMail(id)) {
      answerPage(response, undefined);
      return;
    }
    if (request.method === 'POST') return write(parts, request, response);
    return read(parts, searchParams, response);
  };
};

const answerPage = (response: ServerResponse, text: string | undefined): void => {
  const missing = html`<h1>There is nothing here</h1><p><a href="/local">Overview</a></p>`;
  response.writeHead(text === undefined ? 404 : 200, PAGE_HEADERS).end(text ?? page('Not found', '', missing));
};

const answerJson = (response: ServerResponse, value: unknown): void => {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value));
};
