import { SMTPServer } from 'smtp-server';
import { loopbackCertificate } from '../support/loopback-certificate.ts';

/** An SMTP server on the loopback that takes every mail and keeps none; a process of its own, so that its work is not counted. */
const server = new SMTPServer({
  ...loopbackCertificate,
  onAuth: (_auth, _session, done) => {
    done(null, { user: 'bench' });
  },
  onData: (stream, _session, done) => {
    stream.on('end', () => {
      done(null, 'Ok: queued as SINK');
    });
    stream.resume();
  },
});
server.on('error', () => undefined);
server.listen(0, '127.0.0.1', () => {
  const address = server.server.address();
  process.send?.(typeof address === 'object' ? address?.port : undefined);
});
process.on('disconnect', () => {
  process.exit(0);
});
