import { ungrounded } from '../grounding.ts';
import { speaksToModels } from '../untrusted-text.ts';
import { Preferences } from './copy-request.ts';
import { packBrief } from './pack-brief.ts';
import type { SiteProfile } from './site-profile.ts';

const NO_WISHES = Preferences.parse({});
const ADDRESS = /https?:|www\.|\b[\w-]+\.(?:com|net|org|io|example|co|biz|info|ru|xyz)\b|@|[<>{}]/i;
const figuresOf = (text: string): readonly string[] => text.match(/\d+(?:[.,]\d+)*/g) ?? [];

/** Why a sentence of a model may not stand, or undefined when it may: it cites passages that are known and says what they say. */
export const createSupport = (
  profile: SiteProfile,
): ((text: string, passageIds: readonly string[]) => string | undefined) => {
  const brief = packBrief(profile, { preferences: NO_WISHES, callToAction: '?' });
  const known = new Map(profile.passages.map(({ id, text, heading }) => [id, `${heading ?? ''}\n${text}`]));
  return (text, passageIds) => {
    if (text.trim() === '') return 'is empty';
    if (speaksToModels(text)) return 'speaks to a language model';
    // A site without a name is called by its domain.
    if (ADDRESS.test(text.replaceAll(profile.domain, ' '))) return 'holds an address or markup';
    const unknown = passageIds.find((id) => !known.has(id));
    if (unknown !== undefined) return `cites ${unknown}, which is not known`;
    const about = passageIds.length === 0 ? 'neither' : 'recipient';
    if (profile.english || about === 'neither')
      return ungrounded(brief, text, [{ sentence: text, about, evidenceIds: [...passageIds] }])[0];
    // Words of a translation do not stand in what it translates; its figures do.
    const evidence = passageIds.map((id) => known.get(id) ?? '').join('\n');
    const missing = figuresOf(text).find((figure) => !figuresOf(evidence).includes(figure));
    return missing === undefined ? undefined : `gives the figure ${missing}, which its evidence does not`;
  };
};

/** Whether a text that states nothing about the company (a plan, a heading) may stand. */
export const isHarmless = (text: string): boolean => text.trim() !== '' && !speaksToModels(text) && !ADDRESS.test(text);
