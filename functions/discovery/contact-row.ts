import { type Cells, lineOf, textOf, type Unusable } from './cells.ts';
import type { ImportedContact } from './contract.ts';
import { readAddress } from './email-address.ts';
import { cutText } from './normal-text.ts';
import { readWebsite } from './website.ts';

export type ReadContact = Readonly<{ ok: true; contact: ImportedContact }> | Unusable;

const cut = (cell: unknown, limit: number): string | null => {
  const text = lineOf(cell);
  return text === null ? null : cutText(text, limit);
};

/** Makes a person of a row. The company is known by the registrable domain of its website, else by its name. */
export const readContact = (cells: Cells, line: number): ReadContact => {
  const address = readAddress(textOf(cells['email']));
  if (!address.ok) return { ok: false, field: 'email', reason: address.reason, value: textOf(cells['email']) };
  const companyName = cut(cells['company'], 200);
  const site = readWebsite(textOf(cells['website']), companyName);
  if (!site.ok && companyName === null)
    return { ok: false, field: 'company', reason: 'missing_company', value: textOf(cells['company']) };
  const [firstName, lastName] = readNames(cells);
  return {
    ok: true,
    contact: {
      companyDomain: site.ok ? site.domain : null,
      companyName,
      firstName,
      lastName,
      title: cut(cells['title'], 200),
      email: address.email,
      location: cut(cells['location'], 200),
      line,
    },
  };
};

/** First and last name; of a full name alone, the last word is the last name ("Last, First" is turned). */
const readNames = (cells: Cells): readonly [string | null, string | null] => {
  const first = cut(cells['firstName'], 100);
  const last = cut(cells['lastName'], 100);
  const full = lineOf(cells['fullName']);
  if (first !== null || last !== null || full === null) return [first, last];
  const [before, after] = full.split(/,\s*/);
  const words = (after === undefined || before === undefined ? full : `${after} ${before}`).split(' ');
  return words.length === 1
    ? [cutText(full, 100), null]
    : [cutText(words.slice(0, -1).join(' '), 100), cutText(words.at(-1) ?? '', 100)];
};
