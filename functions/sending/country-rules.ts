/**
 * Countries that cold mail to is not sent to unless somebody says why it may be: Germany (§ 7 UWG: prior consent) and Canada (CASL: consent).
 * Nor to people of whom nobody knows where they are. Source: spec/sending.md, "Preflight".
 */
export const BLOCKED_COUNTRIES = ['DE', 'CA'] as const;
/** How an unknown country is named among the exceptions. */
export const UNKNOWN_COUNTRY = 'unknown';

/** Why a recipient in a country is not written to, with what would allow it; undefined when nothing stands against it. */
export const blockedBecause = (country: string | null, exceptions: ReadonlySet<string>): string | undefined => {
  const code = country?.toUpperCase() ?? UNKNOWN_COUNTRY;
  const blocked = country === null || BLOCKED_COUNTRIES.some((each) => each === code);
  if (!blocked || exceptions.has(code)) return undefined;
  return country === null
    ? 'the recipient’s country is not known; allow unknown countries for the campaign, with a reason, to write to them'
    : `${code} asks for consent before the first mail; allow ${code} for the campaign, with a reason, to write there`;
};
