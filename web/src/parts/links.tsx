import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentPropsWithRef } from 'react';

type Native<Props> = Props & Omit<ComponentPropsWithRef<'a'>, keyof Props>;

/** A link in the text, to a typed route. */
export const TextLink = createLink((props: Native<AnchorProps>) => <Anchor underline="always" {...props} />);

/** A link that looks like a button, to a typed route. */
export const ButtonLink = createLink((props: Native<ButtonProps>) => <Button component="a" {...props} />);
