import { classifyReply } from '../../../../functions/tracking/replies/classify-reply.ts';
import type { InboundMail } from '../../../../functions/tracking/replies/inbound-mail.ts';

const receivedAt = '2026-11-21T09:00:00.000Z';
const mail = (
  text: string,
  more: Partial<InboundMail> & { headers?: ReadonlyMap<string, string> } = {},
): InboundMail => ({
  ...{ from: 'jane@acme.example', fromName: 'Jane', to: [], subject: 'Re: Your month end', text, html: null },
  ...{ messageId: 'x@acme.example', answers: [], headers: new Map(), attachments: [], deliveryStatus: null },
  ...more,
});
const classOf = (text: string, more: Partial<InboundMail> = {}, source = 'jane@acme.example') =>
  classifyReply(mail(text, more), { source, receivedAt }).class;

test.each([
  ['interested', 'Sounds good, can we talk on Tuesday?'],
  ['interested', 'Yes please, send me the first three.'],
  ['interested', 'How much does it cost?'],
  ['interested', "I'd be happy to have a call. I am free Thursday."],
  ['interested', 'We are interested. Who do I talk to?'],
  ['interested', 'Klingt spannend, schicken Sie mir gerne mehr Infos.'],
  ['interested', 'Gerne, wann hätten Sie Zeit für ein Gespräch?'],
  ['interested', 'Oui, volontiers. Pouvez-vous m’envoyer un devis ?'],
  ['interested', 'Cela nous intéresse, je voudrais en savoir plus.'],
  ['interested', 'Me interesa, ¿podemos agendar una llamada?'],
  ['interested', 'Sí, envíeme más información por favor.'],
  ['not_now', 'Not right now, thanks.'],
  ['not_now', 'We are interested but please get back to me in three months.'],
  ['not_now', 'No budget this year, try again next quarter.'],
  ['not_now', 'Timing is not great, maybe later.'],
  ['not_now', 'Derzeit kein Bedarf, melden Sie sich gerne im nächsten Quartal.'],
  ['not_now', 'Im Moment leider nicht.'],
  ['not_now', 'Pas pour le moment, merci.'],
  ['not_now', 'Recontactez-nous le mois prochain.'],
  ['not_now', 'Ahora no, quizás el próximo trimestre.'],
  ['not_interested', 'No thanks.'],
  ['not_interested', 'We are not interested.'],
  ['not_interested', 'Thank you, but we already have someone for this.'],
  ['not_interested', 'No'],
  ['not_interested', 'Kein Interesse.'],
  ['not_interested', 'Nein danke, wir haben bereits einen Anbieter.'],
  ['not_interested', 'Non merci, nous ne sommes pas intéressés.'],
  ['not_interested', 'No, gracias. Ya tenemos proveedor.'],
  ['not_interested', 'No estamos interesados.'],
  ['unsubscribe', 'Please remove me from your list.'],
  ['unsubscribe', 'Unsubscribe'],
  ['unsubscribe', 'STOP'],
  ['unsubscribe', 'Not interested, please stop emailing me.'],
  ['unsubscribe', "Don't contact me again."],
  ['unsubscribe', 'Take us off your list, we already have a supplier.'],
  ['unsubscribe', 'Bitte keine weiteren E-Mails mehr.'],
  ['unsubscribe', 'Bitte streichen Sie mich aus Ihrem Verteiler.'],
  ['unsubscribe', 'Löschen Sie bitte meine Daten.'],
  ['unsubscribe', 'Merci de me désinscrire.'],
  ['unsubscribe', 'Ne m’écrivez plus.'],
  ['unsubscribe', 'Por favor, dar de baja mi correo.'],
  ['unsubscribe', 'No me envíen más correos.'],
  ['wrong_person', 'I am not the right person, please contact my colleague Tom.'],
  ['wrong_person', 'Jane has left the company.'],
  ['wrong_person', 'She no longer works here.'],
  ['wrong_person', "I've forwarded this to our head of finance."],
  ['wrong_person', 'Da bin ich nicht zuständig, wenden Sie sich an Frau Weber.'],
  ['wrong_person', 'Falscher Ansprechpartner.'],
  ['wrong_person', 'Je ne suis pas la bonne personne.'],
  ['wrong_person', 'Ya no trabaja en la empresa.'],
  ['unclear', 'Ok.'],
  ['unclear', '👍'],
  ['unclear', 'Who are you?'],
] as const)('%s: %s', (expected, text) => {
  expect(classOf(text)).toBe(expected);
});

test('what is quoted is not what the writer says: our own opt-out line unsubscribes nobody', () => {
  const quoted = [
    'Sounds good, call me.',
    '',
    'On Sat, 21 Nov 2026 at 09:00, Ana Reboredo <ana@harbourlight.example>',
    'wrote:',
    '> Hello Jane,',
    '> not interested? Just say so.',
    '> Unsubscribe: https://app.example/u/abcdefghijkl.mnopqrstuvwxyz',
  ].join('\n');
  expect(classOf(quoted)).toBe('interested');
  for (const head of [
    'Am 21.11.2026 um 09:00 schrieb Ana Reboredo <ana@harbourlight.example>:',
    'Le sam. 21 nov. 2026 à 09:00, Ana Reboredo a écrit :',
    'El sáb, 21 nov 2026 a las 9:00, Ana Reboredo escribió:',
    '-----Original Message-----',
    '________________________________',
    'From: Ana Reboredo <ana@harbourlight.example>',
    'Von: Ana Reboredo <ana@harbourlight.example>',
  ])
    expect(classOf(`Gerne, rufen Sie an.\n\n${head}\nUnsubscribe: remove me\nstop emailing`)).toBe('interested');
  expect(classOf('Yes please\nUnsubscribe: https://app.example/u/abcdefghijkl.mnopqrstuvwxyz')).toBe('interested');
});

test('an answer below the quote is read, and a signature is not', () => {
  expect(classOf('> Shall I send it?\n> Ana\n\nYes please, send it over.')).toBe('interested');
  expect(classOf('Ok.\n\n-- \nJane\nUnsubscribe from our newsletter here')).toBe('unclear');
});

test('a mail with markup only is read without its quotes', () => {
  const html =
    '<style>p{}</style><p>No thanks.</p><div class="gmail_quote"><div class="gmail_attr">On Saturday Ana wrote:</div><blockquote>Unsubscribe</blockquote></div>';
  expect(classifyReply(mail('', { html }), { source: 'a@b.example', receivedAt })).toMatchObject({
    class: 'not_interested',
    words: 'No thanks.',
  });
});

test('the mail that a mailbox provider sends for its user who unsubscribes is a request, also when it is automatic', () => {
  expect(classOf('', { subject: 'unsubscribe' })).toBe('unsubscribe');
  expect(classOf('', { subject: 'Unsubscribe', headers: new Map([['auto-submitted', 'auto-generated']]) }, '')).toBe(
    'unsubscribe',
  );
  expect(classOf('', { subject: 'Abmelden' })).toBe('unsubscribe');
});

test.each([
  [{ headers: new Map([['auto-submitted', 'auto-replied']]) }, 'a@b.example', 'Auto-Submitted: auto-replied'],
  [
    { headers: new Map([['auto-submitted', 'auto-generated; owner-email="x"']]) },
    'a@b.example',
    'Auto-Submitted: auto-generated',
  ],
  [{ headers: new Map([['return-path', '<>']]) }, 'a@b.example', 'null Return-Path'],
  [{}, '', 'null Return-Path'],
  [{ headers: new Map([['precedence', 'bulk']]) }, 'a@b.example', 'Precedence: bulk'],
  [{ headers: new Map([['precedence', 'auto_reply']]) }, 'a@b.example', 'Precedence: auto_reply'],
  [
    { headers: new Map([['content-type', 'multipart/report; report-type=disposition-notification']]) },
    'a@b.example',
    'multipart/report',
  ],
  [{ headers: new Map([['list-id', '<news.acme.example>']]) }, 'a@b.example', 'mailing list'],
  [{ headers: new Map([['x-autoreply', 'yes']]) }, 'a@b.example', 'X-Autoreply'],
  [{ from: 'MAILER-DAEMON@acme.example' }, 'a@b.example', 'machine'],
  [{ subject: 'Automatische Antwort: Ihr Monatsabschluss' }, 'a@b.example', 'subject'],
] as const)('%j from <%s> is a machine’s: %s', (more, source, why) => {
  const found = classifyReply(mail('Yes please, interested!', more), { source, receivedAt });
  expect(found).toMatchObject({ class: 'auto_reply', why: expect.stringContaining(why) as string });
});

test('Auto-Submitted: no is a person', () => {
  expect(classOf('Yes please', { headers: new Map([['auto-submitted', 'no']]) })).toBe('interested');
});

test.each([
  ['I am out of the office until 27 November 2026.', '2026-11-28'],
  ['On annual leave, back in the office on December 1st.', '2026-12-02'],
  ['I am away from 23/11 until 04/12.', '2026-12-05'],
  ['Ich bin bis 05.12.2026 nicht im Büro.', '2026-12-06'],
  ['Bin im Urlaub und ab dem 7. Januar wieder erreichbar.', '2027-01-08'],
  ['Absente du 23 au 30 novembre, de retour le 1er décembre.', '2026-12-02'],
  ['Estoy de vacaciones hasta el 5 de diciembre de 2026.', '2026-12-06'],
  ['Out of office 2026-11-25 to 2026-11-29', '2026-11-30'],
])('an absence note says until when: %s', (text, day) => {
  const headers = new Map([['auto-submitted', 'auto-replied']]);
  const found = classifyReply(mail(text, { headers, subject: 'Automatic reply' }), { source: '', receivedAt });
  expect(found).toMatchObject({ class: 'out_of_office', awayUntil: `${day}T09:00:00.000Z` });
});

test.each([
  ['I am out of the office.', '2026-11-28T09:00:00.000Z'],
  ['Out of the office. In urgent cases call +49 30 1234567 until 31.12.2031.', '2026-11-28T09:00:00.000Z'],
  ['Out of office since 1 November 2026', '2026-11-28T09:00:00.000Z'],
])('an absence without a believable day ahead is a week: %s', (text, until) => {
  const headers = new Map([['auto-submitted', 'auto-replied']]);
  expect(classifyReply(mail(text, { headers }), { source: '', receivedAt }).awayUntil).toBe(until);
});

test('a delivery report is a bounce', () => {
  const report = {
    deliveryStatus: 'Action: failed\nStatus: 5.1.1',
    headers: new Map([['content-type', 'multipart/report']]),
  };
  expect(classOf('Your mail could not be delivered.', report, '')).toBe('bounce');
});

test('a long or hostile text is read like any other', () => {
  for (const text of [
    'On '.repeat(60_000),
    '> '.repeat(100_000),
    `${'a '.repeat(50_000)}wrote:`,
    'no longer '.repeat(20_000),
    `/u/${'a'.repeat(190_000)}`,
  ])
    expect(typeof classOf(text)).toBe('string');
  for (const html of ['<', '<div ', '<style>', '<!--', '<blockquote>', '<div class="', '&#x10ffff;', '&#xd800;'])
    expect(typeof classOf('', { html: html.repeat(40_000) })).toBe('string');
});
