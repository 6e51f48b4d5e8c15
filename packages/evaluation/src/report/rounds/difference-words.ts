import type { ToolDifference } from '@imaginarium/contracts';
import { type Html, html } from '../html.ts';
import { shorten } from '../write-figures.ts';

/** Characters of a value or text that are shown. */
const longest = 120;

/** One difference between two versions of a tool, in plain words. */
export function differenceHtml(difference: ToolDifference): Html {
  switch (difference.what) {
    case 'name':
      return html`renamed from ${code(difference.from)} to ${code(difference.to)}`;
    case 'description':
      return html`description reworded from “${shorten(difference.from, longest)}” to “${shorten(difference.to, longest)}”`;
    case 'argument-added':
      return html`${difference.isRequired ? 'required' : 'optional'} argument ${code(difference.path)} added`;
    case 'argument-removed':
      return html`argument ${code(difference.path)} removed`;
    case 'argument-renamed':
      return html`argument ${code(difference.from)} renamed to ${code(difference.path)}`;
    case 'argument-retyped':
      return html`type of ${code(difference.path)} changed from ${value(difference.from)} to ${value(difference.to)}`;
    case 'enum':
      return html`values of ${code(difference.path)}: ${[
        ...difference.added.map((added) => html`+ ${value(added)} `),
        ...difference.removed.map((removed) => html`− ${value(removed)} `),
      ]}`;
    case 'required':
      return html`argument ${code(difference.path)} is now ${difference.isRequired ? 'required' : 'optional'}`;
    case 'argument-description':
      return html`description of ${code(difference.path)} reworded`;
    case 'constraint':
      return html`${code(difference.path)}: ${difference.keywords.map((keyword, index) => html`${index === 0 ? '' : ', '}${code(keyword)}`)} changed`;
  }
}

function code(text: string): Html {
  return html`<code>${text === '' ? 'arguments' : shorten(text, longest)}</code>`;
}

function value(json: unknown): Html {
  return code(JSON.stringify(json));
}
