import type { LeadView } from '../../../../functions/scoring/contract.ts';
import styles from './grade-mark.module.css';

/** The grade of a lead; the better, the fuller its ground. */
export const GradeMark = ({ grade }: { grade: LeadView['grade'] }) => (
  <span className={styles['grade']} data-grade={grade}>
    {grade}
  </span>
);
