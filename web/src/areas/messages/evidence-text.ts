import type { Campaign } from '../../../../functions/campaigns/contract.ts';
import type { Mail } from './mail.ts';

/** The records that evidence ids point into, as far as they have been read. */
export type Records = Readonly<{
  mail: Pick<Mail, 'toName'>;
  company: Readonly<Record<string, unknown>> | undefined;
  offer: Campaign['offer'] | undefined;
}>;

const words = (value: unknown): string | undefined => {
  if (Array.isArray(value)) return value.map(String).join(', ') || undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
};

/**
 * What an evidence id stands for, in the record's own words: `company:description`, `offer:benefits.2` (functions/copy/brief.ts). Undefined for
 * passages of websites, which are kept for the writer and not given out one by one, and for what is not read yet.
 */
export const evidenceText = (id: string, { mail, company, offer }: Records): string | undefined => {
  const [owner, path = ''] = id.split(':');
  const [field = '', at] = path.split('.');
  switch (owner) {
    case 'company':
      return words(company?.[field]);
    case 'contact':
      return field.endsWith('Name') ? (mail.toName ?? undefined) : undefined;
    case 'offer': {
      const value: unknown = Object.entries(offer ?? {}).find(([name]) => name === field)?.[1];
      return words(Array.isArray(value) && at !== undefined ? value[Number(at)] : value);
    }
    default:
      return undefined;
  }
};
