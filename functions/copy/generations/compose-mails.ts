import { VARIANTS, type Variant } from '../contract.ts';
import { judgeDraft, judgeFollowUp } from '../guards.ts';
import { OFFLINE_WRITER } from '../offline-writer.ts';
import { countWords } from '../prose.ts';
import { hasContraction, writtenOut } from './contractions.ts';
import { type Preferences, TEMPLATE_PARTS } from './copy-request.ts';
import type { Claim, EmailPack, MailPart, MailVariant } from './copy-results.ts';
import { audienceOf } from './mail-audience.ts';
import { type MailPlan, type MailSource, plansFor } from './mail-sentences.ts';
import { callToActionOf, greetingOf, isOwnCall, signOffOf, subjectsOf } from './mail-wording.ts';
import { evidenceOfParts, OWN_CALL, packBrief } from './pack-brief.ts';
import { type Piece, plain, told } from './pieces.ts';
import type { SiteProfile } from './site-profile.ts';
import { isLabel, rolesOf } from './statement-roles.ts';

const WAIT_DAYS = 4;

/** Three mails with their follow-ups in the website's own sentences; each is the first of its plans that passes every guard. */
export const composeMails = (
  profile: SiteProfile,
  preferences: Preferences,
  departments: MailSource['departments'] = [],
): EmailPack => {
  const emphasis = [preferences.emphasis, preferences.useCase].filter((text) => text !== undefined).join(' ');
  const fitting = {
    ...profile,
    statements: profile.statements
      .map((one) => (preferences.tone === 'professional' ? { ...one, text: writtenOut(one.text) } : one))
      .filter(({ text }) => fitsMails(text, profile, preferences)),
  };
  const source: MailSource = { profile, roles: rolesOf(fitting, emphasis), preferences, departments };
  const variants = VARIANTS.map((variant) => composeMail(source, variant));
  return { variants, claims: mailClaims(variants) };
};

/** Whether a sentence of the site keeps to the mails' tone and spells the company's name as its titles do. */
const fitsMails = (text: string, { name }: SiteProfile, { tone }: Preferences): boolean => {
  const spelled = text.toLowerCase().split(name.toLowerCase()).length === text.split(name).length;
  return spelled && (tone !== 'professional' || !hasContraction(text));
};

export const composeMail = (source: MailSource, variant: Variant): MailVariant => {
  const candidates = plansFor(source, variant).map((plan) => () => mailOf(source, variant, plan));
  let best: MailVariant | undefined;
  for (const make of candidates) {
    const mail = make();
    if (best === undefined || failures(mail) < failures(best)) best = mail;
    if (failures(mail) === 0) break;
  }
  if (best === undefined) throw new Error('There is always a plan for a mail');
  return best;
};

const failures = ({ guards }: MailVariant): number => guards.filter(({ passed }) => !passed).length;

const mailOf = (source: MailSource, variant: Variant, plan: MailPlan): MailVariant => {
  const { profile, preferences } = source;
  const breakdown = inOrder(partsOf(plan, preferences, variant, profile.name), preferences);
  const followUp = followUpOf(source, breakdown);
  const subjects = subjectsOf(variant, profile.name, ownSubjects(source, variant, breakdown));
  return judged(source, { variant, subjects, breakdown, followUp, writer: OFFLINE_WRITER });
};

/** A mail with its body put together and what the guards say of it. */
export const judged = (
  { profile, preferences, departments }: Pick<MailSource, 'profile' | 'preferences' | 'departments'>,
  mail: Pick<MailVariant, 'variant' | 'subjects' | 'breakdown' | 'writer'> &
    Readonly<{ followUp: Omit<MailVariant['followUp'], 'body'> }>,
): MailVariant => {
  const { variant, subjects, breakdown, followUp, writer } = mail;
  const audience = audienceOf(departments);
  const brief = packBrief(profile, { preferences, callToAction: callToActionOf(preferences, variant), audience });
  const again = packBrief(profile, { preferences, callToAction: callToActionOf(preferences, 'followUp') });
  const { subject: later, waitDays } = followUp;
  const draft = {
    subject: subjects.primary,
    body: bodyOf(breakdown),
    evidence: evidenceOfParts(breakdown),
    followUp: {
      subject: later,
      body: bodyOf(followUp.breakdown),
      waitDays,
      evidence: evidenceOfParts(followUp.breakdown),
    },
  };
  return {
    variant,
    subjects,
    body: draft.body,
    breakdown,
    followUp: { ...followUp, body: draft.followUp.body },
    guards: [
      ...judgeDraft(draft, brief),
      ...judgeFollowUp(draft, again).map((one) => ({ ...one, guard: `follow_up_${one.guard}` })),
    ],
    writer,
  };
};

export const bodyOf = (parts: readonly MailPart[]): string => parts.map(({ text }) => text).join('\n\n');

const partsOf = (
  { opening, pain, value, proof }: MailPlan,
  preferences: Preferences,
  variant: Variant,
  name: string,
): readonly MailPart[] => [
  part('opening', opening),
  ...pain.map((one) => part('pain', one)),
  ...value.map((one) => part('value', one)),
  ...(proof === undefined ? [] : [part('proof', proof)]),
  callPart(preferences, variant, name),
];
const part = (type: MailPart['type'], { text, passageIds }: Piece): MailPart => ({
  text,
  type,
  passageIds: [...passageIds],
});

export const callPart = (preferences: Preferences, of: Variant | 'followUp', name: string): MailPart => ({
  text: `${callToActionOf(preferences, of)}\n\n${signOffOf(preferences, name)}`,
  type: 'cta',
  passageIds: isOwnCall(preferences) ? [OWN_CALL] : [],
});

/** In the order of the caller's template, which may leave parts out but not the question; greeted. */
export const inOrder = (parts: readonly MailPart[], preferences: Preferences): MailPart[] => {
  const wanted = [...(preferences.template ?? '').matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, slot = '']) => slot);
  const order = TEMPLATE_PARTS.filter((slot) => wanted.includes(slot)).sort(
    (a, b) => wanted.indexOf(a) - wanted.indexOf(b),
  );
  const sorted =
    order.length === 0
      ? parts
      : [...order.filter((slot) => slot !== 'cta'), 'cta'].flatMap((slot) => parts.filter(({ type }) => type === slot));
  return sorted.map((one, at) => (at === 0 ? { ...one, text: `${greetingOf(preferences)}\n\n${one.text}` } : one));
};

/** Another angle than the mail's: something it does not say. */
const followUpOf = (
  { roles, preferences, profile }: MailSource,
  said: readonly MailPart[],
): Omit<MailVariant['followUp'], 'body'> => {
  const { name } = profile;
  const used = new Set(said.flatMap(({ passageIds }) => passageIds));
  const other = [...roles.values, ...roles.proofs, ...roles.offers].find(
    (one) => !used.has(one.passageId) && countWords(one.text) <= 34,
  );
  const value =
    other === undefined
      ? [plain('We wrote to you some days ago. If it is nothing for you, a plain no is a good answer too.')]
      : [plain('One thing was not in our first note.'), told(other)];
  return {
    subject: subjectsOf(
      'benefit',
      name,
      other === undefined
        ? [`A second note from ${name}`, 'A second note from us']
        : [`One more thing from ${name}`, 'One more thing from us'],
    ).primary,
    waitDays: WAIT_DAYS,
    breakdown: [
      ...value.map((one, at) =>
        part(
          at === 0 ? 'opening' : 'value',
          at === 0 ? { ...one, text: `${greetingOf(preferences)}\n\n${one.text}` } : one,
        ),
      ),
      callPart(preferences, 'followUp', name),
    ],
  };
};

/** What the mail is about, where the site has words for it that fit a subject. */
const ownSubjects = (
  { profile, roles }: MailSource,
  variant: Variant,
  parts: readonly MailPart[],
): readonly (string | null)[] => {
  const cited = new Set(parts.flatMap(({ passageIds }) => passageIds));
  const headings = [...roles.problems, ...roles.values]
    .filter(({ passageId, heading }) => cited.has(passageId) && isLabel(heading))
    .map(({ heading }) => heading);
  const headline = profile.headline?.text ?? null;
  return variant === 'benefit'
    ? [headline !== null && /[.!?].+/.test(headline.slice(0, -1)) ? null : headline, ...headings]
    : variant === 'problem'
      ? headings
      : [];
};

/** What the mails claim, by mail. */
export const mailClaims = (variants: readonly MailVariant[]): Claim[] =>
  variants.flatMap(({ breakdown, followUp }, at) =>
    [
      ...breakdown.map((one) => ({ ...one, field: `variants.${String(at)}.body` })),
      ...followUp.breakdown.map((one) => ({ ...one, field: `variants.${String(at)}.followUp` })),
    ].flatMap(({ text, passageIds, field }) => {
      const passages = passageIds.filter((id) => !id.includes(':'));
      return passages.length === 0 ? [] : [{ field, text, passageIds: passages }];
    }),
  );
