import type { Variant } from '../contract.ts';
import { endWith, quoted } from '../prose.ts';
import type { Preferences } from './copy-request.ts';
import { audienceOf, type Department } from './mail-audience.ts';
import { ADDRESS, AUDIENCE, OWN_OPENING, OWN_PROOF } from './pack-brief.ts';
import { figuresSentence, type Piece, plain, told } from './pieces.ts';
import type { SiteProfile } from './site-profile.ts';
import type { Roles } from './statement-roles.ts';
import type { Statement } from './statements.ts';

/** One way to fill a mail; parts that it leaves out are undefined. */
export type MailPlan = Readonly<{
  opening: Piece;
  pain: readonly Piece[];
  value: readonly Piece[];
  proof: Piece | undefined;
}>;

/** Everything the mails of a site are made of. */
export type MailSource = Readonly<{
  profile: SiteProfile;
  roles: Roles;
  preferences: Preferences;
  /** Departments of the people it is written to, when the caller has said so. */
  departments: readonly Department[];
}>;

const MOST_PLANS = 60;

/** What a mail of a variant can say, the best first. */
export const plansFor = (source: MailSource, variant: Variant): readonly MailPlan[] => {
  const { profile, roles } = source;
  const at = variant === 'problem' ? 0 : variant === 'benefit' ? 1 : 2;
  const all = turned([...roles.offers, ...roles.values], at * 2);
  // Between other sentences a whole one reads better than a label with its text.
  const values =
    variant === 'benefit' ? all : [...all.filter(({ whole }) => whole), ...all.filter(({ whole }) => !whole)];
  const plans = painsFor(source, variant).flatMap((pain) =>
    values.slice(0, 8).flatMap((value) => {
      const second = values.find(
        ({ passageId, text }) => passageId !== value.passageId && !cites(pain, passageId) && text.length < 160,
      );
      const named = variant === 'benefit';
      const both = [
        told(value, named),
        ...(second === undefined ? [] : [told(second, named && second.heading !== value.heading)]),
      ];
      const lean = pain.length === 0 ? both : both.slice(0, 1);
      return [
        ...proofsFor(source, [...pain, ...lean]).map((proof) => ({
          opening: openingFor(source, variant),
          pain,
          value: lean,
          proof,
        })),
        { opening: openingFor(source, variant), pain, value: both, proof: undefined },
        {
          opening: openingFor(source, variant),
          pain,
          value: [...both, plain(YOURS_TO_SAY[variant])],
          proof: proofsFor(source, [...pain, ...both]).at(0),
        },
        {
          opening: openingFor(source, variant),
          pain,
          value: [...both, plain(YOURS_TO_SAY[variant]), onOurWebsite('There is more on our website', profile)],
          proof: undefined,
        },
      ];
    }),
  );
  const fresh = plans.filter(({ pain, value }) =>
    value.every(({ passageIds }) => passageIds.every((id) => !cites(pain, id))),
  );
  return [...fresh.slice(0, MOST_PLANS), barePlan(source, variant, profile)];
};

const turned = (statements: readonly Statement[], by: number): readonly Statement[] => {
  const each = statements.filter(
    ({ passageId }, at) => statements.findIndex((one) => one.passageId === passageId) === at,
  );
  const start = each.length === 0 ? 0 : by % each.length;
  return [...each.slice(start), ...each.slice(0, start)];
};
const cites = (pieces: readonly Piece[], id: string): boolean =>
  pieces.some(({ passageIds }) => passageIds.includes(id));

const openingFor = ({ profile: { name, headline }, preferences, departments }: MailSource, variant: Variant): Piece => {
  if (preferences.openingLine !== undefined)
    return { text: endWith(preferences.openingLine), passageIds: [OWN_OPENING] };
  switch (variant) {
    case 'problem':
      return departments.length === 0
        ? plain(`This is a first note from us at ${name}, so it is short.`)
        : {
            text: `We are writing from ${name} to people who work in ${audienceOf(departments)}.`,
            passageIds: [AUDIENCE],
          };
    case 'benefit':
      return headline === null
        ? plain(`We have not met: we are ${name}.`)
        : { text: `Our website opens with ${endWith(quoted(headline.text))}`, passageIds: [headline.passageId] };
    case 'question':
      return plain(`We at ${name} would like to ask you something.`);
  }
};

/** What the mail is about, from the reader's side. */
const painsFor = ({ profile: { figures }, roles }: MailSource, variant: Variant): readonly (readonly Piece[])[] => {
  switch (variant) {
    case 'problem':
      return [
        ...[...roles.problems.slice(0, 4), ...roles.values.filter(({ text }) => /^you\b/i.test(text))].map((one) => [
          told(one),
        ]),
        [],
      ];
    case 'benefit':
      return [[]];
    case 'question': {
      const asked = figures
        .filter(({ text }) => COMPARABLE.test(text))
        .slice(0, 2)
        .map(({ text, passageId }) => [
          { text: `One figure on our website is ${quoted(text)}.`, passageIds: [passageId] },
          plain('What would that figure be with you?'),
        ]);
      const known = [...roles.problems].reverse().slice(0, 2);
      return [
        ...asked,
        ...known.map((one) => [told(one), plain('Is that something you know as well?')]),
        ...roles.values
          .filter(({ whole }) => whole)
          .slice(0, 3)
          .map((one) => [told(one), plain('How is that with you today?')]),
        [],
      ];
    }
  }
};

/** Brings a mail to its length where the site says little. */
const YOURS_TO_SAY: Readonly<Record<Variant, string>> = {
  problem: 'You know best whether something like that would be of use in your work.',
  // Its question asks for the use.
  benefit: 'We do not know from here what you need, so we would rather ask.',
  question: 'You know best whether something like that would be of use in your work.',
};

/** Measures that a reader has one of their own for; how many customers somebody else has is none. */
const COMPARABLE =
  /\b(?:average|median|wait(?:ing)?|formerly|down from|saving|saved?|per|cut|removed|kept|returned|turnaround|within)\b|\b(?:min|sec|hours?|days?|minutes?|seconds?)\b/i;

const proofsFor = (
  { profile: { figures }, roles, preferences }: MailSource,
  said: readonly Piece[],
): readonly (Piece | undefined)[] => {
  const { socialProof } = preferences;
  if (socialProof === false) return [undefined];
  if (typeof socialProof === 'string') return [{ text: endWith(socialProof), passageIds: [OWN_PROOF] }];
  const fresh = ({ passageId }: { passageId: string }): boolean => !cites(said, passageId);
  const measured = figures.filter(fresh).slice(0, 2);
  return [
    ...(measured.length === 0
      ? []
      : [
          figuresSentence(
            measured.length === 1 ? 'A figure from our website: ' : 'Two figures from our website: ',
            measured,
          ),
        ]),
    ...roles.proofs
      .filter(fresh)
      .slice(0, 2)
      .map((one) => told(one)),
    undefined,
  ];
};

const onOurWebsite = (lead: string, { address }: SiteProfile): Piece => ({
  text: `${lead}: ${address}.`,
  passageIds: [ADDRESS],
});

/** For a site that says nothing which could be repeated: true, short, and without a claim. */
const barePlan = (source: MailSource, variant: Variant, profile: SiteProfile): MailPlan => ({
  opening: openingFor(source, variant),
  pain: [
    plain(
      variant === 'question'
        ? 'What would you like to do less of in your work, and what would you like to have more time for?'
        : 'You know best what takes more time in your work than it should, and what you would like to do with that time.',
    ),
  ],
  value: [
    onOurWebsite('Our website says what we do', profile),
    plain('If it has to do with your work, we would like to hear from you; if not, you need not write.'),
  ],
  proof: proofsFor(source, []).at(0),
});
