import { escapeHtml } from './markup.ts';
import type { SamplePerson } from './people.ts';
import type { Site } from './site.ts';
import { shownAddress } from './site-addresses.ts';
import type { TeamMarkup } from './site-layouts.ts';

type Member = Readonly<{ name: string; title: string; bio: string; mail: string; initials: string }>;

const initials = ({ firstName, lastName }: SamplePerson): string =>
  [firstName, lastName].map((name) => name.slice(0, 1)).join('');

const cards = (members: readonly Member[]): string =>
  `<div class="team-cards">${members
    .map(
      ({ name, title, bio, mail, initials }) =>
        `<article class="member"><span class="face" aria-hidden="true">${initials}</span><h3>${name}</h3><p class="role">${title}</p>${bio && `<p>${bio}</p>`}${mail && `<p>${mail}</p>`}</article>`,
    )
    .join('\n')}</div>`;

const list = (members: readonly Member[]): string =>
  `<ul class="team-list">${members
    .map(
      ({ name, title, bio, mail, initials }) =>
        `<li><span class="face" aria-hidden="true">${initials}</span><div><strong>${name}</strong>, ${title}${bio && `<br>${bio}`}${mail && `<br>${mail}`}</div></li>`,
    )
    .join('\n')}</ul>`;

const table = (members: readonly Member[]): string =>
  `<table class="team-table"><tbody>${members
    .map(
      ({ name, title, bio, mail }) =>
        `<tr><th scope="row">${name}</th><td>${title}</td><td>${bio}</td><td>${mail}</td></tr>`,
    )
    .join('\n')}</tbody></table>`;

const terms = (members: readonly Member[]): string =>
  `<dl class="team-terms">${members
    .map(
      ({ name, title, bio, mail }) =>
        `<dt>${name}</dt><dd><em>${title}</em>${bio && `. ${bio}`}${mail && `<br>${mail}`}</dd>`,
    )
    .join('\n')}</dl>`;

const MARKUP: Readonly<Record<TeamMarkup, (members: readonly Member[]) => string>> = { cards, list, table, terms };

/** The people of a site in the markup of its layout; an address only where the site shows it. */
export const teamList = ({ team, copy, layout }: Site): string =>
  MARKUP[layout.team](
    team.map((person) => ({
      name: escapeHtml(`${person.firstName} ${person.lastName}`),
      title: escapeHtml(person.title),
      bio: escapeHtml(person.bio ?? ''),
      mail: person.showsEmail ? shownAddress(person.email, copy.contact.style) : '',
      initials: escapeHtml(initials(person)),
    })),
  );
