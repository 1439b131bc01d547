/** What to do about a row that could not be used, by its reason, in words for whoever mends the file. */
const MENDS: Readonly<Partial<Record<string, string>>> = {
  wrong_quote: 'Close the quote, or double every quote inside a quoted cell.',
  wrong_column_count: 'Give the row as many cells as the header has; put cells that hold the delimiter in quotes.',
  line_too_long: 'Shorten the row to less than 1 MiB.',
  broken_utf8: 'Save the file in UTF-8; this row holds bytes of another encoding.',
  malformed_json: 'Write one whole JSON object on the line.',
  not_an_object: 'Write the row as a JSON object, {"name": …}.',
  missing_name: "Fill in the company's name.",
  missing_website: "Fill in the company's website or domain.",
  malformed_website: 'Write the website as a domain or address, e.g. acme.com.',
  shared_platform_website: "Give the company's own website instead of its page on a platform.",
  missing_company: "Fill in the person's company, or its website.",
  missing_email: "Fill in the person's address.",
  malformed_email: 'Write the address as name@domain, one address a cell.',
};

export const mendOf = (reason: string): string => MENDS[reason] ?? 'Correct the cell and import the row again.';
