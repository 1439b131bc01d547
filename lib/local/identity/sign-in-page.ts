import { page } from '../pages/frame.ts';
import { html, trusted } from '../pages/markup.ts';
import type { Person } from './person.ts';

/** The page where someone signs in by one click. */
export const signInPage = (action: string, people: readonly Person[]): string =>
  page(
    'Sign in',
    '',
    html`<h1>Sign in</h1>
<p class="lead">This is the sign-in of this machine. It knows the people of the sample workspace and asks for no password.</p>
${people.length === 0 && html`<p class="note">There is nobody yet: the sample workspace is still being made. Load this page again in a moment.</p>`}
<ul class="cards">${people.map(
      ({
        subject,
        name,
        email,
        note,
      }) => html`<li><form method="post" action="${action}?as=${encodeURIComponent(subject)}">
<p><b>${name}</b><br><span class="soft">${email}</span><br><span class="soft">${note}</span></p>
<button type="submit">Continue as ${name}</button></form></li>`,
    )}</ul>`,
  );

/** The page after signing out; `form` is the provider's own form, which carries its protection against forged requests. */
export const signedOutPage = (form: string): string =>
  page(
    'Sign out',
    '',
    form === ''
      ? html`<h1>You are signed out</h1><p><a class="button" href="/">Back to Throughline</a></p>`
      : html`<h1>Sign out</h1><p class="lead">Do you want to end your session on this machine?</p>${trusted(form)}
<button form="op.logoutForm" name="logout" value="yes" type="submit">Sign out</button>
<button form="op.logoutForm" type="submit" class="quiet">Stay signed in</button>`,
  );

/** The page of a sign-in that cannot be carried out. */
export const failedPage = (reason: string): string =>
  page(
    'Sign in',
    '',
    html`<h1>This sign-in does not work</h1><p class="lead">${reason}</p><p><a class="button" href="/">Back to Throughline</a></p>`,
  );
