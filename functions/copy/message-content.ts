import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as z from 'zod';
import type { MessageId } from '../platform/ids.ts';
import type { Item } from '../platform/table.ts';
import { MessageContent } from './contract.ts';

/** A mail's text as it is stored, with what writing it cost (micro-dollars) and the guard that holds it, if one does. */
export const StoredDraft = MessageContent.extend({
  costMicroUsd: z.int().default(0),
  held: z.string().nullable().default(null),
});
export type StoredDraft = z.infer<typeof StoredDraft>;

const PackedItem = z.object({ packed: z.instanceof(Uint8Array) });

/**
 * The text, its evidence and the other variants as one attribute, deflated: about 1.5 KB instead of 4, so two write units instead of four.
 */
export const packContent = (draft: StoredDraft): Readonly<{ messageId: MessageId; packed: Uint8Array }> => ({
  messageId: draft.messageId,
  packed: deflateRawSync(JSON.stringify(draft)),
});

/** The text in an item that `packContent` made. */
export const unpackContent = (item: Item): StoredDraft =>
  StoredDraft.parse(JSON.parse(inflateRawSync(PackedItem.parse(item).packed).toString('utf8')));
