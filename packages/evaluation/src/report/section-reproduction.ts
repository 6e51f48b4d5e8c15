import type { Evaluation } from '@imaginarium/contracts';
import { type Html, html } from './html.ts';
import type { Named } from './words.ts';
import { clip, count, counted, instant } from './write-figures.ts';

const mostPrompt = 20_000;
const unknown = 'unknown: the file does not say';

/** What it takes to ask the same again, or to score the same again, for each file. */
export function reproductionSection(named: readonly Named[]): Html {
  return html`<section id="reproduction" aria-labelledby="reproduction-heading">
<h2 id="reproduction-heading">How to reproduce</h2>
<p>Scoring saved predictions again needs no model call, and asking again with the same settings needs only what stands here.</p>
${named.map(
  ({
    evaluation: { header },
    label,
  }) => html`<details${named.length === 1 ? html` open` : null}><summary><bdi>${label}</bdi></summary>
<dl class="settings">${settings(header)}</dl></details>
`,
)}
</section>`;
}

function settings(header: Evaluation['header']): Html[] {
  const { prompt, sampling, toolSet, demonstrations, data } = header;
  return [
    setting('Model', header.model ?? unknown),
    setting('Asked', `${instant(header.createdAt)}, each item ${counted(header.repetitions, 'time')}`),
    setting(
      'Calls',
      `${header.protocol === 'native' ? 'the server’s own tool calls' : 'written as text'}; tools under their ${header.toolNames} names`,
    ),
    setting('Parser', header.parser),
    setting('Sampling', sampling === null ? unknown : html`<code>${JSON.stringify(sampling)}</code>`),
    setting('Tools shown', toolSet === null ? unknown : toolSetWords(toolSet)),
    setting(
      'Demonstrations',
      demonstrations === null
        ? 'none'
        : html`${count(demonstrations.count)}, chosen by ${demonstrations.embeddings}, hash <code>${demonstrations.hash}</code>`,
    ),
    setting(
      'Test set',
      html`<bdi>${data.source}</bdi>, ${counted(data.items, 'item')}, hash <code>${data.hash}</code>`,
    ),
    setting(
      'Prompt',
      prompt === null
        ? unknown
        : html`${prompt.name}, hash <code>${prompt.hash}</code><pre>${clip(prompt.system, mostPrompt)}</pre>`,
    ),
  ];
}

function toolSetWords({ kind, size, embeddings }: NonNullable<Evaluation['header']['toolSet']>): string {
  const words = {
    none: 'none: the model knows them',
    all: 'all',
    oracle: 'the item’s tool and its nearest neighbours',
    retriever: 'those that a retriever found',
  }[kind];
  return `${words}${size === undefined ? '' : `, ${count(size)} in all`}${embeddings === undefined ? '' : `, by ${embeddings}`}`;
}

function setting(name: string, value: string | Html): Html {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>
`;
}
