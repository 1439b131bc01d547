import disposable from './disposable-domains.json' with { type: 'json' };

/** Mailboxes of a function, not of a person (RFC 2142 names, and what small businesses really use, in a few languages). */
export const ROLE_LOCAL_PARTS: ReadonlySet<string> = new Set(
  `abuse accounting accounts admin administrator admissions ads advertising affiliate affiliates agenda all anfrage apply ask
  assistance atencion atendimento backoffice billing board booking bookings boutique buchhaltung buero bureau business bonjour careers ciao comercial
  commercial community compliance contabilidad contact contacto contactus contato cs customer customercare customers customerservice customersuccess data desk dev
  developers direction direzione dns dpo ecommerce editor editorial email empfang empleo engineering enquire enquiries enquiry everyone events example facturacion
  faq feedback finance founders friends ftp gdpr general geral hallo hello help helpdesk hi hiring hola hostmaster hr human-resources humanresources impressum
  info infos information inbox inquiries inquiry international investors invest invoice invoices it job jobs kontakt kundenservice legal letters list logistics
  mail mailbox mailer-daemon mailing management manager marketing media membership moin newsletter newsletters no-reply noc noreply notifications
  notification office officemanager offers online operations ops order orders partner partners partnerships payroll people personal postmaster pr press presse
  presales privacy procurement product projects purchasing post postfach questions reception recepcao recruit recruiting recruitment redaktion register
  registration reply reservas reservations returns root rrhh rsvp sales salg sav secretariat security sekretariat service services shop soporte spam sponsor sponsorship
  staff store studio subscribe suporte support sysadmin talent team tech technical technik test tickets training treasurer undisclosed-recipients unsubscribe
  usenet uucp vendas ventas verkauf verwaltung web webmaster website welcome work workwithus www`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** Domains that give mailboxes to anyone. A contact there may be right for a small business, but the address does not show it. */
export const FREE_MAIL_DOMAINS: ReadonlySet<string> = new Set(
  `gmail.com googlemail.com yahoo.com yahoo.co.uk yahoo.fr yahoo.de yahoo.es yahoo.it yahoo.co.in yahoo.co.jp yahoo.com.br ymail.com rocketmail.com hotmail.com
  hotmail.co.uk hotmail.fr hotmail.de hotmail.es hotmail.it outlook.com outlook.de outlook.fr live.com live.co.uk live.nl msn.com aol.com icloud.com me.com mac.com
  proton.me protonmail.com pm.me gmx.com gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de mail.com mail.ru bk.ru inbox.ru list.ru yandex.ru yandex.com
  qq.com 163.com 126.com sina.com naver.com daum.net hanmail.net orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it tiscali.it alice.it
  comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net btinternet.com sky.com virginmedia.com ntlworld.com shaw.ca rogers.com
  bigpond.com optusnet.com.au telstra.com seznam.cz wp.pl o2.pl onet.pl interia.pl abv.bg zoho.com fastmail.com hey.com tutanota.com tuta.io uol.com.br bol.com.br terra.com.br
  rediffmail.com telenet.be skynet.be ziggo.nl kpnmail.nl planet.nl bluewin.ch`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** Throw-away mailbox services; nobody does business behind one. The file says where the list comes from: it is renewed by putting a newer one in its place. */
export const DISPOSABLE_DOMAINS: ReadonlySet<string> = new Set(disposable.domains.split(' '));

/** Top-level domains that no mail on the internet can ever reach (RFC 2606, RFC 6761, RFC 6762, RFC 8375 and ICANN's `internal`). */
export const RESERVED_TOP_LEVEL: ReadonlySet<string> = new Set([
  'example',
  'test',
  'invalid',
  'localhost',
  'local',
  'internal',
  'onion',
  'alt',
  'arpa',
]);
/** Second-level names kept for documentation (RFC 2606 § 3). */
export const RESERVED_DOMAINS: ReadonlySet<string> = new Set(['example.com', 'example.net', 'example.org']);
