import { type CSSVariablesResolver, createTheme, type MantineColorsTuple, Modal } from '@mantine/core';
import { messages } from '../messages.ts';

/** Throughline's teal; #0b6b77 is shade 7. */
const brand: MantineColorsTuple = [
  '#e9f6f8',
  '#d3ebee',
  '#a6d8de',
  '#75c4cd',
  '#4cb1bd',
  '#2a97a4',
  '#0f7a87',
  '#0b6b77',
  '#085660',
  '#06434b',
];

/** Red, for harm alone. Shade 7 carries white text at 6.5:1. */
const harm: MantineColorsTuple = [
  '#fdeceb',
  '#f9d7d4',
  '#f1aca6',
  '#ea7f76',
  '#e2594e',
  '#d43d31',
  '#c22d21',
  '#b42318',
  '#8f1a11',
  '#6f120b',
];

/** The kit's greys of the dark theme, towards the brand's hue; it paints fields and their borders with them. */
const dark: MantineColorsTuple = [
  '#e6eef0',
  '#c6d3d7',
  '#a5b5ba',
  '#7f9197',
  '#4a5c62',
  '#2b3a40',
  '#1b282c',
  '#0f181b',
  '#0b1214',
  '#070c0e',
];

export const theme = createTheme({
  colors: { brand, harm, dark },
  primaryColor: 'brand',
  primaryShade: { light: 7, dark: 6 },
  white: '#ffffff',
  black: '#16252a',
  fontFamily: "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace",
  headings: { fontWeight: '650', fontFamily: "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif" },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Modal: Modal.extend({
      defaultProps: {
        closeButtonProps: { 'aria-label': messages.app.close },
        // A dialog's <header> would be taken for the page's banner.
        attributes: { header: { role: 'presentation' } },
        styles: {
          content: { backgroundColor: 'var(--tl-card)' },
          header: { backgroundColor: 'var(--tl-card)' },
          title: { fontWeight: 650, fontSize: '1.125rem' },
        },
      },
    }),
  },
});

const lightText = {
  text: '#16252a',
  body: '#ffffff',
  dimmed: '#52636a',
  error: '#b42318',
  placeholder: '#64757c',
  anchor: '#0b6b77',
  border: '#c9d3d6',
};
const darkText = {
  text: '#e6eef0',
  body: '#0f181b',
  dimmed: '#a5b5ba',
  error: '#ff9f96',
  placeholder: '#93a4aa',
  anchor: '#67cbd7',
  border: '#3a4b51',
};

const mantineColors = (shades: typeof lightText): Record<`--${string}`, string> => ({
  '--mantine-color-text': shades.text,
  '--mantine-color-body': shades.body,
  '--mantine-color-dimmed': shades.dimmed,
  '--mantine-color-error': shades.error,
  '--mantine-color-placeholder': shades.placeholder,
  '--mantine-color-anchor': shades.anchor,
  '--mantine-color-default-border': shades.border,
});

/**
 * Mantine's own dimmed, placeholder and error colours stay below the 4.5:1 of WCAG 2.1 AA (1.4.3) on our surfaces; these hold it in both
 * themes. The `--tl-*` variables are the product's own roles.
 */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...mantineColors(lightText),
    '--mantine-color-default': '#ffffff',
    '--mantine-color-default-hover': '#f1f5f6',
    '--mantine-color-default-color': lightText.text,
    '--mantine-color-disabled': '#e8edee',
    '--mantine-color-disabled-color': '#5b6b71',
    '--tl-canvas': '#f5f8f8',
    '--tl-card': '#ffffff',
    '--tl-line': '#dde5e7',
    '--tl-hover': '#eef4f5',
    '--tl-bar': '#0b6b77',
    '--tl-bar-before': '#cfe5e8',
    '--tl-quiet': '#e9eef0',
    '--tl-quiet-text': '#3e5057',
    '--tl-active': '#dcf0f2',
    '--tl-active-text': '#075560',
    '--tl-wait': '#fdf0d5',
    '--tl-wait-text': '#744600',
    '--tl-harm': '#fdeceb',
    '--tl-harm-text': '#9d1d13',
    '--tl-moving': '#6fb4bd',
    '--tl-held': '#c98a1b',
    '--tl-stopped': '#8a999e',
    '--tl-harm-mark': '#b42318',
    '--tl-variant-problem': '#0b6b77',
    '--tl-variant-benefit': '#a8480a',
    '--tl-variant-question': '#6a3fb5',
    '--tl-variant-letter': '#ffffff',
  },
  dark: {
    ...mantineColors(darkText),
    '--mantine-color-default': '#1b282c',
    '--mantine-color-default-hover': '#243439',
    '--mantine-color-default-color': darkText.text,
    '--mantine-color-disabled': '#223035',
    '--mantine-color-disabled-color': '#a5b5ba',
    '--tl-canvas': '#0f181b',
    '--tl-card': '#162226',
    '--tl-line': '#2b3a40',
    '--tl-hover': '#1e2c31',
    '--tl-bar': '#35a9b7',
    '--tl-bar-before': '#21464d',
    '--tl-quiet': '#26343a',
    '--tl-quiet-text': '#c6d3d7',
    '--tl-active': '#12393f',
    '--tl-active-text': '#8adbe5',
    '--tl-wait': '#3d2e10',
    '--tl-wait-text': '#f4cf8a',
    '--tl-harm': '#451c19',
    '--tl-harm-text': '#ffb3ab',
    '--tl-moving': '#2a6b75',
    '--tl-held': '#d9a441',
    '--tl-stopped': '#6f8087',
    '--tl-harm-mark': '#e2594e',
    '--tl-variant-problem': '#67cbd7',
    '--tl-variant-benefit': '#f5a770',
    '--tl-variant-question': '#bfa3f2',
    '--tl-variant-letter': '#10181b',
  },
});
