import type { Files } from '../../platform/files.ts';
import { paceBookKey } from '../../platform/files-layout.ts';
import type { RunId, WorkspaceId } from '../../platform/ids.ts';
import { emptyBook, PaceBook } from './pace-book.ts';

/** Whose book: a workspace's live mails share one; a sandbox run has one of its own, so that it takes nothing from them. */
export type BookOf = Readonly<{ workspaceId: WorkspaceId; sandboxRun: RunId | null }>;

/** Books places: `change` gets the book as it stands and gives it as it is to be, with what it made of it. Called again when another was faster. */
export type ChangeBook = <Made>(
  of: BookOf,
  change: (book: PaceBook) => Readonly<{ book: PaceBook; made: Made }>,
) => Promise<Made>;

const TRIES = 20;

/**
 * Books kept as files, each replaced only over the version that was read: two releases at once never promise the same place twice. What is
 * written before its messages are scheduled and whose writer dies then stays unused: a day sends less than it may, never more.
 * @throws Error when others change the book at every try
 */
export const createPaceBooks =
  ({
    files,
    sleep,
    random,
  }: {
    files: Pick<Files, 'readVersion' | 'replaceText'>;
    sleep: (milliseconds: number) => Promise<void>;
    random: () => number;
  }): ChangeBook =>
  async ({ workspaceId, sandboxRun }, change) => {
    const key = paceBookKey(workspaceId, sandboxRun);
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      if (attempt > 0) await sleep(random() * 50 * attempt);
      const stored = await files.readVersion(key);
      const { book, made } = change(stored === undefined ? emptyBook() : PaceBook.parse(JSON.parse(stored.text)));
      if (await files.replaceText(key, JSON.stringify(book), stored?.version ?? null)) return made;
    }
    throw new Error(`The book of sending times of ${workspaceId} was changed by others at every try`);
  };
