import type { Socket } from 'node:net';

/** How much a browser may fetch for one site. */
export type ProxyLimits = Readonly<{ requests: number; bytes: number; connectMs: number; refusalsKept: number }>;

export type Refusal = Readonly<{ target: string; reason: string }>;
/** What went through; `cut` names the cap at which everything was cut off. */
export type ProxyReport = Readonly<{
  requests: number;
  bytes: number;
  refused: readonly Refusal[];
  cut: 'requests' | 'bytes' | null;
}>;

/** Counts what goes through and holds the sockets, so that a cap cuts off what is under way as well. */
export const createProxyTally = (limits: ProxyLimits) => {
  const open = new Set<Socket>();
  const refused: Refusal[] = [];
  let requests = 0;
  let bytes = 0;
  let cut: ProxyReport['cut'] = null;

  const cutAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  const stop = (cap: NonNullable<ProxyReport['cut']>): void => {
    cut ??= cap;
    cutAll();
  };
  return {
    cutAll,
    report: (): ProxyReport => ({ requests, bytes, refused: [...refused], cut }),
    refuse: (refusal: Refusal): void => {
      if (refused.length < limits.refusalsKept) refused.push(refusal);
    },
    /** Whether another request may begin. */
    begin: (): boolean => {
      requests += 1;
      if (requests > limits.requests) stop('requests');
      return cut === null;
    },
    /** Counts what is read from a socket; both ends are held, so each byte counts once on its way in. */
    hold: (socket: Socket): void => {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
      socket.on('error', () => socket.destroy());
      let seen = 0;
      socket.on('data', () => {
        bytes += socket.bytesRead - seen;
        seen = socket.bytesRead;
        if (bytes > limits.bytes) stop('bytes');
      });
    },
  };
};
