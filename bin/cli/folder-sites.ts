import { existsSync, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { UsageError } from './usage-error.ts';

/** Websites on one loopback port, told apart by the Host header, and how the safe fetch is led to them. */
export type ServedSites = Readonly<{
  /** Addresses of the home pages. */
  urls: readonly string[];
  /** Value of FETCH_ALLOW_HOSTS. */
  allowHosts: string;
  close: () => Promise<void>;
}>;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.htm': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.gif': 'image/gif',
  '.svg': 'image/svg+xml',
};

/** The host under which a folder's site is served; `.example` leads nowhere else (RFC 2606). */
const hostOf = (folder: string): string =>
  `${folder
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')}.example`;

/**
 * Serves every sub-folder that holds an index.html as a website of its own.
 * @throws UsageError when there is none
 */
export const serveFolderOfSites = async (directory: string): Promise<ServedSites> => {
  if (!existsSync(directory)) throw new UsageError(`There is no folder ${directory}.`);
  const roots = new Map(
    readdirSync(directory)
      .filter((name) => existsSync(join(directory, name, 'index.html')))
      .sort()
      .map((name) => [hostOf(name), join(directory, name)] as const),
  );
  if (roots.size === 0) throw new UsageError(`No folder in ${directory} holds an index.html.`);
  const server = createServer((request, response) => {
    respond(roots, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The sites have no port');
  return {
    urls: [...roots.keys()].map((host) => `http://${host}/`),
    allowHosts: `*.example=127.0.0.1:${String(address.port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const respond = async (
  roots: ReadonlyMap<string, string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const root = roots.get((request.headers.host ?? '').replace(/:\d+$/, '').replace(/^www\./, ''));
  const { pathname } = new URL(request.url ?? '/', 'http://local');
  const path = normalize(decodeURIComponent(pathname.endsWith('/') ? `${pathname}index.html` : pathname));
  const file = root === undefined ? '' : join(root, path);
  if (root === undefined || !file.startsWith(`${root}${sep}`) || !existsSync(file) || !statSync(file).isFile()) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('There is nothing here.\n');
    return;
  }
  const body = await readFile(file);
  response
    .writeHead(200, { 'content-type': TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream' })
    .end(body);
};
