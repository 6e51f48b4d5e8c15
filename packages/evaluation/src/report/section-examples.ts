import { type Html, html, nameHtml } from './html.ts';
import type { MissExample } from './miss-examples.ts';
import { chooseExamples } from './miss-examples.ts';
import { misses, missWords, type Named, profiles } from './words.ts';
import { clip, count, counted } from './write-figures.ts';

/** Examples that show before the expander, and examples of the whole page at most. */
const shown = 8;
const most = 480;
/** Characters of a query or call that are shown. */
const mostCharacters = 3000;

/** Misses beside what would have been right. Filters need the page's script; without it everything can still be opened. */
export function examplesSection(named: readonly Named[]): Html {
  const total = named.reduce((sum, { evaluation }) => sum + evaluation.missExamples.length, 0);
  if (total === 0)
    return html`<section id="examples" aria-labelledby="examples-heading"><h2 id="examples-heading">Example misses</h2><p>No miss was kept as an example.</p></section>`;
  const examples = chooseExamples(named, most);
  const tools = [...new Set(examples.map(({ tool }) => tool))].sort((a, b) => (toolWords(a) < toolWords(b) ? -1 : 1));
  const card = (example: MissExample, index: number) => exampleCard(example, tools.indexOf(example.tool), index < 2);
  return html`<section id="examples" aria-labelledby="examples-heading">
<h2 id="examples-heading">Example misses</h2>
<p>${examples.length < total ? `${count(examples.length)} of the ${counted(total, 'example')} that were kept` : counted(total, 'example')}, expected and actual call side by side.</p>
<form id="filters" class="filters" aria-label="Filter the example misses" hidden>
${select(
  'class',
  'Class',
  misses.filter((miss) => examples.some((example) => example.miss === miss)).map((miss) => [miss, missWords[miss]]),
)}
${select(
  'tool',
  'Tool',
  tools.map((tool, index) => [String(index), toolWords(tool)]),
)}
${select(
  'model',
  'Model',
  named.map(({ number, label }) => [String(number), label]),
)}
${select(
  'profile',
  'Profile',
  profiles.map((profile) => [profile, profile]),
)}
<button type="reset">Show all</button>
<p id="filter-count" role="status"></p>
</form>
<div id="example-list">
${examples.slice(0, shown).map(card)}
${
  examples.length > shown
    ? html`<details id="more-examples"><summary>${counted(examples.length - shown, 'more example')}</summary>
${examples.slice(shown).map((example, index) => card(example, index + shown))}</details>`
    : null
}
</div>
</section>`;
}

function exampleCard(example: MissExample, tool: number, isOpen: boolean): Html {
  const { label, miss, profile, number } = example;
  return html`<details class="miss" data-class="${miss}" data-tool="${tool}" data-model="${number}" data-profile="${profile}"${isOpen ? html` open` : null}>
<summary><span class="chip">${missWords[miss]}</span> <bdi class="query">${clip(example.query, 160)}</bdi> <small><bdi>${label}</bdi>, ${profile}</small></summary>
<dl class="sides"><div class="whole"><dt>Query</dt><dd dir="auto">${clip(example.query, mostCharacters)}</dd></div>
<div><dt>Expected</dt><dd><pre>${clip(example.expected, mostCharacters)}</pre></dd></div>
<div><dt>Actual</dt><dd><pre>${clip(example.actual, mostCharacters)}</pre></dd></div>
<div class="whole"><dt>Item</dt><dd><code>${example.itemId}</code>, ${nameHtml(toolWords(example.tool))}</dd></div></dl>
</details>
`;
}

function toolWords(tool: string | null): string {
  return tool ?? 'no tool wanted';
}

function select(name: string, label: string, options: readonly (readonly [string, string])[]): Html {
  return html`<div><label for="filter-${name}">${label}</label><select id="filter-${name}" name="${name}"><option value="">all</option>${options.map(([value, words]) => html`<option value="${value}">${words}</option>`)}</select></div>
`;
}
