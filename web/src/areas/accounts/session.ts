import { InMemoryWebStorage, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import type { RuntimeConfig } from '../../app/runtime-config.ts';

/** Where the identity provider sends the browser back to; registered with the provider. */
export const SIGNED_IN_PATH = '/signed-in';
/** Says that this tab was signed in, so that a reload asks the provider at once instead of showing the sign-in page again. */
const WAS_SIGNED_IN = 'throughline.was-signed-in';

export type SessionState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'signedOut'; readonly failed: boolean }
  | { readonly kind: 'leaving' }
  | { readonly kind: 'signedIn' }
  /** The tokens no longer hold; the page stays as it is until the person signs in again. */
  | { readonly kind: 'expired' };

export type Session = ReturnType<typeof createSession>;

const returnPathOf = (state: unknown): string => {
  const path = typeof state === 'object' && state !== null && 'returnTo' in state ? state.returnTo : undefined;
  // Only a path of our own: a state that names another place is not followed.
  return typeof path === 'string' && path.startsWith('/') && !path.startsWith('//') ? path : '/';
};

/**
 * The person's session: OpenID Connect with code and PKCE. Tokens are kept in memory only and renewed by the refresh token; what outlives
 * the page is the pending request's state (sessionStorage) and a mark without any value.
 */
export const createSession = (config: RuntimeConfig) => {
  const manager = new UserManager({
    authority: config.authority,
    client_id: config.clientId,
    redirect_uri: `${location.origin}${SIGNED_IN_PATH}`,
    post_logout_redirect_uri: `${location.origin}/`,
    scope: config.scope,
    ...(config.resource === undefined ? {} : { resource: config.resource }),
    response_type: 'code',
    automaticSilentRenew: true,
    userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
  });
  let state: SessionState = { kind: 'starting' };
  let token: string | undefined;
  const listeners = new Set<() => void>();
  const become = (next: SessionState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  const expire = (): void => {
    if (state.kind === 'signedIn') become({ kind: 'expired' });
  };
  manager.events.addUserLoaded((user) => {
    token = user.access_token;
    sessionStorage.setItem(WAS_SIGNED_IN, '1');
    become({ kind: 'signedIn' });
  });
  manager.events.addAccessTokenExpired(expire);
  manager.events.addSilentRenewError(() => {
    // A renewal that failed for a moment is tried again; only a token that is really over ends the session.
    void manager.getUser().then((user) => {
      if (user === null || user.expired === true) expire();
    });
  });

  const signIn = async (): Promise<void> => {
    const returnTo = `${location.pathname}${location.search}`;
    become({ kind: 'leaving' });
    try {
      await manager.signinRedirect({ state: { returnTo: returnTo.startsWith(SIGNED_IN_PATH) ? '/' : returnTo } });
    } catch {
      become({ kind: 'signedOut', failed: true });
    }
  };

  return {
    state: (): SessionState => state,
    token: (): string | undefined => token,
    expire,
    signIn,
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    /** Takes up a sign-in that comes back, or goes for one when this tab was signed in before; `show` puts the page to go on at. */
    start: async (show: (path: string) => void): Promise<void> => {
      if (location.pathname === SIGNED_IN_PATH) {
        try {
          const user = await manager.signinRedirectCallback();
          show(returnPathOf(user.state));
        } catch {
          sessionStorage.removeItem(WAS_SIGNED_IN);
          show('/');
          become({ kind: 'signedOut', failed: true });
        }
        return;
      }
      if (sessionStorage.getItem(WAS_SIGNED_IN) === null) become({ kind: 'signedOut', failed: false });
      else await signIn();
    },

    signOut: async (): Promise<void> => {
      sessionStorage.removeItem(WAS_SIGNED_IN);
      token = undefined;
      become({ kind: 'leaving' });
      try {
        if (config.signOutUrl === undefined) await manager.signoutRedirect();
        else {
          await manager.removeUser();
          location.assign(config.signOutUrl);
        }
      } catch {
        // The provider could not be reached; here, at least, the tokens are gone.
        await manager.removeUser();
        become({ kind: 'signedOut', failed: false });
      }
    },
  };
};
