import { isIP } from 'node:net';
import { connect, type PeerCertificate } from 'node:tls';
import type { Target } from './open-request.ts';

/** What a TLS handshake with a server shows. */
export type Handshake = Readonly<{
  /** As Node names it, e.g. `TLSv1.3`; null when there was no handshake. */
  version: string | null;
  /** ISO instants of the certificate's validity. */
  validFrom: string | null;
  validTo: string | null;
  issuer: string | null;
  subjectAltNames: string[];
  /** Whether the certificate is trusted, in date and of this name. */
  authorized: boolean;
  /** What is wrong with it, as OpenSSL's or Node's code. */
  error?: string;
}>;

const NOTHING: Handshake = {
  version: null,
  validFrom: null,
  validTo: null,
  issuer: null,
  subjectAltNames: [],
  authorized: false,
};

/**
 * Shakes hands with the server at a checked address as `host`, and goes again. A certificate that is not to be trusted is told, not refused: nothing is sent
 * over the connection. Never throws for what the outside does.
 */
export const readTls = (
  host: string,
  target: Target,
  { timeout, ca }: Readonly<{ timeout: number; ca?: string | undefined }>,
): Promise<Handshake> =>
  new Promise((resolve) => {
    const socket = connect({
      host: target.address,
      port: target.port,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      rejectUnauthorized: false,
      minVersion: 'TLSv1',
      // Old servers offer what OpenSSL refuses by default; which version they speak is the question.
      ciphers: 'DEFAULT@SECLEVEL=0',
      ...(ca === undefined ? {} : { ca }),
    });
    const end = (handshake: Handshake): void => {
      resolve(handshake);
      socket.destroy();
    };
    socket.setTimeout(timeout, () => {
      end({ ...NOTHING, error: 'timeout' });
    });
    socket.once('error', (error: Error) => {
      end({ ...NOTHING, error: codeOf(error) });
    });
    socket.once('secureConnect', () => {
      // Node's types say Error; what stands there is the code as text.
      const problem: unknown = socket.authorizationError;
      end({
        version: socket.getProtocol(),
        ...certificateFacts(socket.getPeerCertificate()),
        authorized: socket.authorized,
        ...(socket.authorized ? {} : { error: problem instanceof Error ? codeOf(problem) : String(problem) }),
      });
    });
  });

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : error.message);

/** A server may show no certificate at all: then Node gives an empty object. */
const certificateFacts = (
  certificate: Partial<PeerCertificate>,
): Pick<Handshake, 'validFrom' | 'validTo' | 'issuer' | 'subjectAltNames'> => ({
  validFrom: isoOf(certificate.valid_from),
  validTo: isoOf(certificate.valid_to),
  issuer: [certificate.issuer?.O, certificate.issuer?.CN].flat().filter(Boolean).join(', ') || null,
  subjectAltNames: (certificate.subjectaltname ?? '')
    .split(', ')
    .flatMap((entry) => /^(?:DNS|IP Address):(.+)$/.exec(entry)?.[1] ?? []),
});

const isoOf = (text: string | undefined): string | null => {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : new Date(at).toISOString();
};
