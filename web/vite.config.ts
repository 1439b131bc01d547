import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { initialSize } from './initial-size.ts';

/** Where `npm run dev` finds the API and the sign-in: the local system on its usual port, or on PORT. */
const backend = `http://localhost:${process.env['PORT'] ?? '4000'}`;

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
    // The local sign-in sends the browser back to this port and no other.
    port: 5173,
    strictPort: true,
    proxy: Object.fromEntries(
      ['/api', '/t/', '/u/', '/local', '/config.json'].map((path) => [path, { target: backend }]),
    ),
  },
});
