import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleFunctions, bundlesDirectory } from '../../lib/bundling/bundle-functions.ts';
import { readBundleSize } from '../../lib/bundling/bundle-size.ts';
import { makeFolder, removeFolders } from './synthesized.ts';

afterAll(removeFolders);

const write = (root: string, path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const project = (): string => {
  const root = makeFolder();
  write(root, 'package-lock.json', '{}');
  write(root, 'functions/greeting/rules.ts', "export const greeting = (name: string): string => 'Hello ' + name;\n");
  write(root, 'functions/greeting/heavy.ts', "export const heavy = 'x'.repeat(3);\n");
  write(
    root,
    'functions/greeting/say-hello.lambda.ts',
    "import { greeting } from './rules.ts';\n" +
      "export const handler = async (name: string) => greeting(name) + ' ' + (await import('./heavy.ts')).heavy;\n",
  );
  write(root, 'functions/greeting/say-bye.lambda.ts', "export const handler = () => 'Bye';\n");
  return root;
};
const bundleOf = (root: string, entry: string): string => join(bundlesDirectory(root), entry, 'index.mjs');

test('every function becomes a module that runs by itself', async () => {
  const root = project();
  expect((await bundleFunctions({ root })).built).toEqual(['greeting/say-bye', 'greeting/say-hello']);
  const { handler } = (await import(pathToFileURL(bundleOf(root, 'greeting/say-hello')).href)) as {
    handler: (name: string) => Promise<string>;
  };
  await expect(handler('Ada')).resolves.toBe('Hello Ada xxx');
});

test('what is imported lazily is no part of what is loaded first', async () => {
  const root = project();
  write(root, 'functions/greeting/heavy.ts', `export const heavy = ${JSON.stringify('x'.repeat(50_000))};\n`);
  await bundleFunctions({ root });
  const { eagerKb, totalKb } = readBundleSize('greeting/say-hello', root);
  expect(eagerKb).toBeLessThan(2);
  expect(totalKb).toBeGreaterThan(45);
});

test('only functions whose sources changed are bundled again', async () => {
  const root = project();
  await bundleFunctions({ root });
  expect(await bundleFunctions({ root })).toEqual({ built: [], unchanged: ['greeting/say-bye', 'greeting/say-hello'] });
  write(root, 'functions/greeting/rules.ts', "export const greeting = (name: string): string => 'Hi ' + name;\n");
  expect((await bundleFunctions({ root })).built).toEqual(['greeting/say-hello']);
  expect(readFileSync(bundleOf(root, 'greeting/say-hello'), 'utf8')).toContain('Hi ');
});

test('other packages bundle everything again', async () => {
  const root = project();
  await bundleFunctions({ root });
  write(root, 'package-lock.json', '{"changed":true}');
  expect((await bundleFunctions({ root })).built).toHaveLength(2);
});

test('a bundle that is gone is made again', async () => {
  const root = project();
  await bundleFunctions({ root });
  const { rmSync } = await import('node:fs');
  rmSync(dirname(bundleOf(root, 'greeting/say-bye')), { recursive: true });
  expect((await bundleFunctions({ root })).built).toEqual(['greeting/say-bye']);
  expect(statSync(bundleOf(root, 'greeting/say-bye')).isFile()).toBe(true);
});

test('the same sources give the same bytes', async () => {
  const [one, other] = [project(), project()];
  await Promise.all([one, other].map((root) => bundleFunctions({ root })));
  const bytesOf = (root: string): string => readFileSync(bundleOf(root, 'greeting/say-hello'), 'utf8');
  expect(bytesOf(one)).toBe(bytesOf(other));
});

test('a function that cannot be bundled is named, with the cause; the others are bundled', async () => {
  const root = project();
  write(root, 'functions/greeting/say-bye.lambda.ts', "import './no-such-file.ts';\n");
  await expect(bundleFunctions({ root })).rejects.toThrow(/greeting\/say-bye[\s\S]*no-such-file/);
  expect(statSync(bundleOf(root, 'greeting/say-hello')).isFile()).toBe(true);
});
