import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { initialSize } from './initial-size.ts';

/** Where `npm run dev` finds the API and the sign-in: the local system, unless told otherwise. */
const backend = 'http://localhost:4000';

export default defineConfig({
  plugins: [react(), initialSize()],
  build: {
    target: 'es2023',
    // The content security policy allows scripts and styles from our own origin only: nothing is inlined.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: true,
  },
  server: {
    port: 5173,
    proxy: Object.fromEntries(
      ['/api', '/t', '/u', '/local', '/config.json', '/oidc'].map((path) => [path, { target: backend }]),
    ),
  },
});
