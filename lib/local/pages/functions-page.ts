import type { Counts } from '../counts.ts';
import type { OutputLine } from '../lambda/output-lines.ts';
import { page } from './frame.ts';
import { html } from './markup.ts';

/** `/local/functions`: what each function was used for. In the order of the template. */
export const functionsPage = (
  names: readonly Readonly<{ label: string; name: string }>[],
  { byFunction }: Counts,
): string =>
  page(
    'Functions',
    '/local/functions',
    html`<h1>Functions</h1>
<p class="lead">Each runs in a thread of its own, with its own environment only. Numbers since the start.</p>
<div class="scroll"><table><thead><tr><th scope="col">Function</th><th scope="col" class="number">Invocations</th><th scope="col" class="number">Read units</th><th scope="col" class="number">Write units</th></tr></thead>
<tbody>${names.map(({ label, name }) => {
      const { invocations = 0, readUnits = 0, writeUnits = 0 } = byFunction[name] ?? {};
      return html`<tr><th scope="row"><a href="/local/functions/${encodeURIComponent(name)}">${label}</a></th><td class="number">${invocations}</td><td class="number">${readUnits}</td><td class="number">${writeUnits}</td></tr>`;
    })}</tbody></table></div>`,
  );

/** `/local/functions/<name>`: the last lines a function wrote, newest first. */
export const functionPage = (name: string, lines: readonly OutputLine[]): string =>
  page(
    name,
    '/local/functions',
    html`<p><a href="/local/functions">← Functions</a></p><h1>${name}</h1>
${lines.length === 0 ? html`<p class="soft">It wrote nothing yet.</p>` : lines.toReversed().map(({ at, text }) => html`<pre><span class="soft">${at}</span>\n${readable(text)}</pre>`)}`,
  );

const readable = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
};
