type Cell = string | number | null | undefined;

/** A cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe before it. Source: OWASP, "CSV Injection". */
const cellOf = (value: Cell): string => {
  const text = value === null || value === undefined ? '' : String(value);
  const safe = typeof value === 'string' && /^\s*[=+\-@\t\r\n|]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** One line of CSV (RFC 4180) with its line break. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cellOf).join(',')}\r\n`;
