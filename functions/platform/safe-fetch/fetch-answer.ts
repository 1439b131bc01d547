import type { OnceReason } from './request-once.ts';
import type { Resolution } from './resolve-host.ts';

export type FetchReason =
  | OnceReason
  | Extract<Resolution, { ok: false }>['reason']
  | 'bad_url'
  | 'bad_scheme'
  | 'bad_port'
  | 'too_many_redirects'
  | 'robots'
  | `http_${number}`;

export type FetchAnswer =
  | Readonly<{ ok: true; url: string; status: number; contentType: string; text: string }>
  /** `url` is the hop that failed. */
  | Readonly<{ ok: false; url: string; reason: FetchReason; status?: number }>;
