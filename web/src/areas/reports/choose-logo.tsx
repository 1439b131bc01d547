import { Button, FileButton } from '@mantine/core';
import { useState } from 'react';
import { messages } from '../../messages.ts';
import type { Brand, ChosenLogo } from './brand-draft.ts';
import styles from './brand-page.module.css';

const words = messages.brand;
const TYPES = ['image/png', 'image/jpeg'];
const LARGEST_BYTES = 500 * 1_024;

/** Chooses a logo, or takes it away; what the server refuses besides is said when it is saved. */
export const ChooseLogo = ({
  stored,
  chosen,
  choose,
}: {
  stored: Brand['logo'];
  chosen: ChosenLogo;
  choose: (logo: ChosenLogo) => void;
}) => {
  const [wrong, setWrong] = useState<string>();
  const take = (file: File | null): void => {
    if (file === null) return;
    const problem = !TYPES.includes(file.type)
      ? words.logoType
      : file.size > LARGEST_BYTES
        ? words.logoLarge
        : undefined;
    setWrong(problem);
    if (problem !== undefined) return;
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      if (typeof reader.result === 'string') choose({ kind: 'new', name: file.name, dataUrl: reader.result });
    });
    reader.readAsDataURL(file);
  };
  const hasLogo = chosen.kind === 'new' || (chosen.kind === 'stays' && stored !== null);
  return (
    <fieldset className={styles['logoField']}>
      <legend className={styles['logoName']}>{words.logo}</legend>
      <p className={styles['hint']}>{words.logoHint}</p>
      <output className={styles['hint']}>{stateOf(stored, chosen)}</output>
      {wrong !== undefined && (
        <p role="alert" className={styles['wrong']}>
          {wrong}
        </p>
      )}
      <div className={styles['logo']}>
        <FileButton onChange={take} accept={TYPES.join(',')} inputProps={{ 'aria-label': words.choose }}>
          {(props) => (
            <Button variant="default" size="sm" {...props}>
              {words.choose}
            </Button>
          )}
        </FileButton>
        {hasLogo && (
          <Button variant="default" size="sm" onClick={() => choose({ kind: stored === null ? 'stays' : 'leaves' })}>
            {words.remove}
          </Button>
        )}
      </div>
    </fieldset>
  );
};

const stateOf = (stored: Brand['logo'], chosen: ChosenLogo): string => {
  switch (chosen.kind) {
    case 'new':
      return words.logoChosen(chosen.name);
    case 'leaves':
      return words.logoLeaves;
    case 'stays':
      return stored === null ? words.logoNone : words.logoStored(stored.width, stored.height);
  }
};
