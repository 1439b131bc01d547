import * as z from 'zod';
import { readPlace } from '../../discovery/places.ts';
import type { ProviderPerson } from '../people-provider.ts';
import type { ProviderVerdict } from '../verify-email.ts';

const text = z.string().nullish();
const Job = z.looseObject({ title: text, company_website_domain: text, company_website: text });
const Profile = z.looseObject({
  crustdata_person_id: z.union([z.number(), z.string()]).nullish(),
  basic_profile: z
    .looseObject({
      name: text,
      first_name: text,
      last_name: text,
      current_title: text,
      location: z.looseObject({ country: text }).nullish(),
    })
    .nullish(),
  social_handles: z
    .looseObject({ professional_network_identifier: z.looseObject({ profile_url: text }).nullish() })
    .nullish(),
  experience: z
    .looseObject({
      // Documented as a list; examples of single objects exist.
      employment_details: z
        .looseObject({ current: z.union([z.array(Job), Job.transform((job) => [job])]).nullish() })
        .nullish(),
    })
    .nullish(),
});
type Profile = z.infer<typeof Profile>;
export const PeopleSearch = z.looseObject({
  profiles: z.array(Profile),
  next_cursor: text,
  total_count: z.number().nullish(),
});

const Address = z.union([
  z.string().transform((email) => ({ email, status: null })),
  z.looseObject({ email: z.string(), status: text }),
]);
export const EnrichedPeople = z.array(
  z.looseObject({
    matched_on: text,
    matches: z
      .array(
        z.looseObject({
          confidence_score: z.number().nullish(),
          person_data: z
            .looseObject({ contact: z.looseObject({ business_emails: z.array(Address).nullish() }).nullish() })
            .nullish(),
        }),
      )
      .nullish(),
  }),
);

const VERDICTS: Readonly<Record<string, ProviderVerdict['status']>> = {
  deliverable: 'valid',
  catch_all: 'accepts_everything',
  invalid: 'invalid',
  undeliverable: 'invalid',
  unknown: 'unknown',
};

export const plainUrl = (url: string): string =>
  url
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .replace(/\/+$/, '');

/** The surest address of an enriched person. */
export const bestOf = ({
  matches,
}: z.infer<typeof EnrichedPeople>[number]): Pick<ProviderPerson, 'email' | 'verdict'> | undefined => {
  const [match] = [...(matches ?? [])].sort((a, b) => (b.confidence_score ?? 0) - (a.confidence_score ?? 0));
  const given = match?.person_data?.contact?.business_emails ?? [];
  const best = given.find(({ status }) => status === 'deliverable') ?? given[0];
  if (best === undefined) return undefined;
  const status = VERDICTS[best.status ?? ''];
  return { email: best.email, verdict: status === undefined ? undefined : { provider: 'crustdata', status } };
};

export const toPerson = (
  { crustdata_person_id: id, basic_profile: basic, social_handles: social, experience }: Profile,
  domain: string,
): ProviderPerson | undefined => {
  const [first = '', ...rest] = (basic?.name ?? '').trim().split(/\s+/);
  const [firstName, lastName] = [basic?.first_name ?? first, basic?.last_name ?? rest.join(' ')];
  if (firstName === '' || lastName === '') return undefined;
  const jobs = experience?.employment_details?.current ?? [];
  const here = jobs.find((job) =>
    [job.company_website_domain, job.company_website].some((site) => site?.includes(domain) === true),
  );
  const country = basic?.location?.country;
  return {
    firstName,
    lastName,
    title: here?.title ?? basic?.current_title ?? jobs[0]?.title ?? null,
    email: null,
    verdict: undefined,
    country: typeof country === 'string' ? readPlace(country).country : null,
    sourceRef: social?.professional_network_identifier?.profile_url ?? `crustdata person ${String(id ?? '')}`,
  };
};
