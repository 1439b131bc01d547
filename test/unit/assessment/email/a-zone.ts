import { generateKeyPairSync } from 'node:crypto';
import type { EmailResolver } from '../../../../functions/assessment/email/check-email-domain.ts';

/** Records as `TYPE name` → values; a value in capitals that begins with E is the error the server gives instead. */
export type Zone = Readonly<Record<string, readonly string[]>>;

/** Node's resolver over a zone: names that are not in it do not exist. `TIMEOUT` never answers. */
export const resolverOf = (zone: Zone): EmailResolver => {
  const ask = async (type: string, name: string): Promise<readonly string[]> => {
    const found = zone[`${type} ${name.toLowerCase()}`];
    if (found === undefined) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    if (found[0] === 'TIMEOUT') return await new Promise(() => undefined);
    if (found[0]?.startsWith('E') === true) throw Object.assign(new Error(found[0]), { code: found[0] });
    return found;
  };
  return {
    resolveTxt: async (name) => (await ask('TXT', name)).map((text) => [text.slice(0, 255), text.slice(255)]),
    resolveMx: async (name) => (await ask('MX', name)).map((exchange, n) => ({ exchange, priority: n * 10 })),
    resolve4: (async (name: string) => [...(await ask('A', name))]) as EmailResolver['resolve4'],
    resolve6: (async (name: string) => [...(await ask('AAAA', name))]) as EmailResolver['resolve6'],
    resolvePtr: async (name) => [...(await ask('PTR', name))],
  };
};

/** A DKIM record with a fresh key. */
export const dkimRecord = (bits: number): string => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  return `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
};

/** A domain whose mail is in order. */
export const GOOD_ZONE: Zone = {
  'MX acme.example': ['mx1.mail.example', 'mx2.mail.example'],
  'A acme.example': ['192.0.2.1'],
  'TXT acme.example': ['v=spf1 include:_spf.mail.example -all', 'site-verification=1'],
  'TXT _spf.mail.example': ['v=spf1 ip4:192.0.2.0/24 ~all'],
  'TXT _dmarc.acme.example': ['v=DMARC1; p=reject; rua=mailto:dmarc@acme.example'],
  'TXT google._domainkey.acme.example': [dkimRecord(2048)],
  'TXT _mta-sts.acme.example': ['v=STSv1; id=20260101'],
  'TXT _smtp._tls.acme.example': ['v=TLSRPTv1; rua=mailto:tls@acme.example'],
  'TXT default._bimi.acme.example': ['v=BIMI1; l=https://acme.example/logo.svg'],
};
export const GOOD_POLICY = 'version: STSv1\r\nmode: enforce\r\nmx: *.mail.example\r\nmax_age: 604800\r\n';
