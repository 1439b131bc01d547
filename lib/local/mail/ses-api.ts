import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  assertSigned,
  escapeXml,
  failQuery,
  queryList,
  queryStructures,
  readBody,
  replyQuery,
  ServiceError,
  xml,
} from '../protocol.ts';
import { number } from '../sqlite.ts';
import type { Submission, Tags } from './accept-mail.ts';
import { composeMail } from './compose-mail.ts';
import type { MailStore } from './mail-store.ts';
import type { SendingQuota } from './sending-quota.ts';

const NAMESPACE = 'http://ses.amazonaws.com/doc/2010-12-01/';
const LARGEST_REQUEST = 48 * 1024 * 1024;
const FOURTEEN_DAYS_MS = 14 * 86_400_000;

const COMMON = ['Action', 'Version', 'Source', 'ConfigurationSetName', 'ReturnPath'];
const FIELDS: Record<string, RegExp> = {
  SendRawEmail: /^(RawMessage\.Data|Destinations\.member\.\d+|Tags\.member\.\d+\.(Name|Value))$/,
  SendEmail:
    /^(Destination\.(To|Cc|Bcc)Addresses\.member\.\d+|ReplyToAddresses\.member\.\d+|Message\.(Subject|Body\.(Text|Html))\.(Data|Charset)|Tags\.member\.\d+\.(Name|Value))$/,
  GetSendQuota: /^$/,
  GetSendStatistics: /^$/,
  VerifyEmailIdentity: /^EmailAddress$/,
  GetIdentityVerificationAttributes: /^Identities\.member\.\d+$/,
};

/** SES v1's query protocol. `send` takes a submission and gives its message id. */
export function createSesApi(options: {
  send: (submission: Submission) => string;
  store: MailStore;
  quota: SendingQuota;
  isVerified: (identity: string) => boolean;
  clock: () => number;
}) {
  const { send, store, quota, isVerified, clock } = options;

  const actions: Record<string, (form: URLSearchParams) => string | Promise<string>> = {
    SendRawEmail(form) {
      const raw = Buffer.from(form.get('RawMessage.Data') ?? '', 'base64');
      const destinations = queryList(form, 'Destinations.member');
      return xml('MessageId', send({ operation: 'SendRawEmail', raw, destinations, ...envelope(form) }));
    },

    async SendEmail(form) {
      const to = queryList(form, 'Destination.ToAddresses.member');
      const cc = queryList(form, 'Destination.CcAddresses.member');
      const bcc = queryList(form, 'Destination.BccAddresses.member');
      const raw = await composeMail({
        source: form.get('Source') ?? '',
        to,
        cc,
        replyTo: queryList(form, 'ReplyToAddresses.member'),
        subject: form.get('Message.Subject.Data') ?? '',
        text: form.get('Message.Body.Text.Data') ?? undefined,
        html: form.get('Message.Body.Html.Data') ?? undefined,
      });
      const destinations = [...to, ...cc, ...bcc];
      return xml('MessageId', send({ operation: 'SendEmail', raw, destinations, ...envelope(form) }));
    },

    GetSendQuota() {
      const { perSecond, perDay, sentLastDay } = quota.describe();
      return (
        xml('Max24HourSend', perDay === Number.POSITIVE_INFINITY ? '-1' : perDay.toFixed(1)) +
        xml('MaxSendRate', perSecond.toFixed(1)) +
        xml('SentLast24Hours', sentLastDay.toFixed(1))
      );
    },

    GetSendStatistics() {
      const points = store
        .statisticsSince(clock() - FOURTEEN_DAYS_MS)
        .map((row) =>
          xml(
            'member',
            [
              xml('Timestamp', new Date(number(row, 'span')).toISOString()),
              xml('DeliveryAttempts', String(number(row, 'sent'))),
              xml('Bounces', String(number(row, 'bounced'))),
              xml('Complaints', String(number(row, 'complained'))),
              xml('Rejects', String(number(row, 'rejected'))),
            ].join(''),
          ),
        );
      return xml('SendDataPoints', points.join(''));
    },

    VerifyEmailIdentity(form) {
      store.verify(form.get('EmailAddress') ?? '');
      return '';
    },

    GetIdentityVerificationAttributes(form) {
      const entries = queryList(form, 'Identities.member').map((identity) =>
        xml(
          'entry',
          xml('key', escapeXml(identity)) +
            xml('value', xml('VerificationStatus', isVerified(identity) ? 'Success' : 'Pending')),
        ),
      );
      return xml('VerificationAttributes', entries.join(''));
    },
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      assertSigned(request);
      const form = new URLSearchParams((await readBody(request, LARGEST_REQUEST)).toString('latin1'));
      const action = form.get('Action') ?? '';
      const perform = actions[action];
      if (!perform) throw new ServiceError('InvalidAction', `The local SES does not support the action ${action}.`);
      const unknown = [...form.keys()].find((name) => !COMMON.includes(name) && !FIELDS[action]?.test(name));
      if (unknown) throw new ServiceError('InvalidAction', `The local SES does not support ${unknown} of ${action}.`);
      replyQuery(response, NAMESPACE, action, await perform(form));
    } catch (error) {
      failQuery(response, NAMESPACE, error);
    }
  };
}

function envelope(form: URLSearchParams): {
  source: string | undefined;
  tags: Tags;
  configurationSet: string | undefined;
} {
  const tags = queryStructures(form, 'Tags.member').map(({ Name = '', Value = '' }) => [Name, Value] as const);
  return {
    source: form.get('Source') ?? undefined,
    tags: Object.fromEntries(tags),
    configurationSet: form.get('ConfigurationSetName') ?? undefined,
  };
}
