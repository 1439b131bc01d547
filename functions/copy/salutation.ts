import type { Brief } from './brief.ts';
import { chooseBy } from './experiment.ts';
import { neither, type Part } from './mail-parts.ts';
import { countWords, spokenName } from './prose.ts';

type Tone = Brief['icp']['voice']['tone'];
const GREETING: Readonly<Record<Tone, string>> = { professional: 'Hello', friendly: 'Hi', casual: 'Hi' };

/** A first name as it can stand after "Hi", spelled as in the source; null for initials, titles and what programs write for nothing. */
export const callName = (firstName: string | null): string | null => {
  const name = firstName?.trim() ?? '';
  if (
    name === '' ||
    name.length < 2 ||
    /[.@\d<>{}()[\]]/.test(name) ||
    /^(?:null|undefined|n\/?a|none|unknown|test|mr|mrs|ms|dr)$/i.test(name)
  )
    return null;
  return name;
};

export const greeting = ({ prospect, company, icp }: Brief): Part => {
  const name = callName(prospect.firstName);
  const hello = GREETING[icp.voice.tone];
  if (name !== null) return { text: `${hello} ${name},`, about: 'recipient', evidenceIds: ['contact:firstName'] };
  return countWords(spokenName(company.name)) <= 4
    ? { text: `${hello} ${spokenName(company.name)} team,`, about: 'recipient', evidenceIds: ['company:name'] }
    : neither(`${hello},`);
};

export const signOff = ({ sender: who, icp, seed }: Brief): Part => {
  const close =
    icp.voice.tone === 'professional'
      ? chooseBy(seed, 'close', ['Best regards,', 'Kind regards,', 'With best regards,'])
      : chooseBy(seed, 'close', ['Best,', 'Best wishes,', 'Kind regards,']);
  return { text: `${close}\n${who.name}`, about: 'neither', evidenceIds: [] };
};
