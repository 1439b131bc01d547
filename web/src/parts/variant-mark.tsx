import type { Variant } from '../../../functions/copy/contract.ts';
import { messages } from '../messages.ts';
import styles from './variant-mark.module.css';

/** The variant of a mail by colour and letter, its name beside it where there is room. */
export const VariantMark = ({ variant, named = false }: { variant: Variant; named?: boolean }) => (
  <span className={styles['variant']} data-variant={variant}>
    <span className={styles['letter']} role="img" aria-label={messages.mails.variantName(variant)}>
      {messages.mails.variantLetter[variant]}
    </span>
    {named && <span aria-hidden="true">{messages.mails.variant[variant]}</span>}
  </span>
);
