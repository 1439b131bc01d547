/**
 * Runs the browser's branch from a bundle, as Lambda would: `node browse-in-bundle.mjs <bundle> <allowed host=address:port> <chromium>`. Writes the branches as JSON.
 */
const [bundle, allow, chromiumPath] = process.argv.slice(2);
const { createBrowserBranch, parseAllowedHosts } = await import(bundle);
const pictures = [];
const branch = createBrowserBranch({
  allowed: parseAllowedHosts(allow),
  chromiumPath,
  keepScreenshot: async (device, bytes) => {
    pictures.push(bytes.byteLength);
    return device;
  },
  clock: Date.now,
});
const finalUrl = 'http://harbourlight.example/';
const began = Date.now();
const branches = await branch.run({ finalUrl, pages: [] });
process.stdout.write(JSON.stringify({ branches, pictures, milliseconds: Date.now() - began }));
