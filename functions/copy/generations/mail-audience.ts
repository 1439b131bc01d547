import type { DEPARTMENTS } from '../../campaigns/icp.ts';
import { listed } from './pieces.ts';

export type Department = (typeof DEPARTMENTS)[number];

/** The first departments that a mail is for, as a person would name them; nothing when none is. */
export const audienceOf = (departments: readonly Department[]): string =>
  listed(departments.slice(0, 2).map((one) => DEPARTMENT_WORDS[one]));

const DEPARTMENT_WORDS: Readonly<Record<Department, string>> = {
  executive: 'management',
  sales: 'sales',
  marketing: 'marketing',
  revenue_operations: 'revenue operations',
  engineering: 'engineering',
  product: 'product',
  design: 'design',
  data: 'data',
  it: 'IT',
  security: 'security',
  operations: 'operations',
  finance: 'finance',
  hr: 'HR',
  legal: 'legal matters',
  customer_success: 'customer success',
  support: 'support',
  procurement: 'procurement',
  research: 'research',
  other: 'the business',
};
