const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;
const FIRST_SLOTS = 1_024;

/** FNV-1a over the text's UTF-16 units. */
const hashOf = (text: string): number => {
  let hash = OFFSET;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
  return hash >>> 0;
};

/**
 * Finds the row of a key among millions in about 12 bytes a row: a table of hashes, without the keys. Where a hash is met, `keyAt` reads
 * the row's own key to be sure. Rows are numbered from 0 in the order in which they are added.
 */
export const createRowIndex = (keyAt: (row: number) => string) => {
  let slots = new Int32Array(FIRST_SLOTS);
  let hashes = new Uint32Array(FIRST_SLOTS / 2);
  let count = 0;

  /** The slot where a row of this hash may stand, and the ones after it, round about. */
  const place = (hash: number, row: number): void => {
    let slot = hash & (slots.length - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = row + 1;
  };

  const grow = (): void => {
    const larger = new Uint32Array(hashes.length * 2);
    larger.set(hashes);
    hashes = larger;
    slots = new Int32Array(slots.length * 2);
    for (let row = 0; row < count; row += 1) place(hashes[row] ?? 0, row);
  };

  return {
    find: (key: string): number | undefined => {
      const hash = hashOf(key);
      for (let slot = hash & (slots.length - 1); slots[slot] !== 0; slot = (slot + 1) & (slots.length - 1)) {
        const row = (slots[slot] ?? 0) - 1;
        if (hashes[row] === hash && keyAt(row) === key) return row;
      }
      return undefined;
    },
    /** Adds the next row. Its key must not be there yet. */
    add: (key: string): void => {
      // Half of the slots stay free, so that a search is short.
      if (count === hashes.length) grow();
      const hash = hashOf(key);
      hashes[count] = hash;
      place(hash, count);
      count += 1;
    },
  };
};
