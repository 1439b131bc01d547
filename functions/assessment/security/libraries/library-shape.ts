import type { Severity } from '../../contract.ts';

export type Vulnerability = Readonly<{
  /** The first version that has it; every one when left out. */
  from?: string;
  /** The first version without it. */
  below: string;
  severity: Severity;
  /** CVE numbers, else the advisory or issue it is known by. */
  ids: readonly string[];
}>;

export type KnownLibrary = Readonly<{
  name: string;
  /** Names of its files, without version, `.min` and ending. */
  files: readonly string[];
  /** Names of its directory at content delivery networks, where they are others than its files'. */
  packages?: readonly string[];
  /** Notices at the head of its files, as regular expressions in which `§` is the version. */
  banners: readonly string[];
  /** Its file's name is a word that sites give their own files: only an address with the package's name is taken for it. */
  commonWord?: true;
  vulnerabilities: readonly Vulnerability[];
}>;

/** One vulnerability as a row: severity, the versions that have it (`1.2.0 < 3.5.0`, or `< 3.5.0` for all before), and its names. */
export const row = (severity: Severity, versions: string, ...ids: readonly string[]): Vulnerability => {
  const [from = '', below = ''] = versions.split('<').map((part) => part.trim());
  return { severity, below, ids, ...(from === '' ? {} : { from }) };
};
