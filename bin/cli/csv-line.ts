const FORMULA_START = /^[=+\-@\t\r]/;

/**
 * One line of CSV (RFC 4180). Text that a spreadsheet would run as a formula gets a leading apostrophe
 * (OWASP, "CSV Injection").
 */
export const csvLine = (values: readonly unknown[]): string =>
  values
    .map((value) => {
      if (value === null || value === undefined) return '';
      if (typeof value === 'number' || typeof value === 'boolean') return String(value);
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      const safe = FORMULA_START.test(text) ? `'${text}` : text;
      return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
    })
    .join(',');
