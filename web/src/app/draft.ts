import { useState } from 'react';

const PREFIX = 'throughline.draft.';

/** A text somebody is writing, kept for this tab: signing in again after the session ended does not lose it. */
export const useDraft = (name: string) => {
  const key = `${PREFIX}${name}`;
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? '');
  return {
    text,
    write: (next: string): void => {
      setText(next);
      sessionStorage.setItem(key, next);
    },
    forget: (): void => {
      setText('');
      sessionStorage.removeItem(key);
    },
  };
};
