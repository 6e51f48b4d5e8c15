const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Markup that is safe to write as it stands. Made by `html` and `trusted` only. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

type Interpolation = string | number | null | Html | readonly Html[];

/** Text made safe for element content and quoted attributes alike. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/**
 * A piece of the page. Strings and numbers that are put in are escaped, for content and for quoted attributes alike;
 * `Html` is taken as it stands; null leaves nothing.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Interpolation[]): Html {
  let markup = strings[0] ?? '';
  values.forEach((value, index) => {
    markup += write(value) + (strings[index + 1] ?? '');
  });
  return new Html(markup);
}

/** A name of a tool or an item as data wrote it: long ones break after their underscores, full stops and slashes. */
export function nameHtml(name: string): Html {
  const pieces = name.split(/(?<=[_./])/).map((piece, index) => html`${index === 0 ? null : trusted('<wbr>')}${piece}`);
  return html`<bdi class="name">${pieces}</bdi>`;
}

/** Markup of our own or of the plotting library, which escapes what it is given. Never data. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

function write(value: Interpolation): string {
  if (value === null) return '';
  if (value instanceof Html) return value.markup;
  if (typeof value === 'string' || typeof value === 'number') return escapeText(String(value));
  return value.map((piece) => piece.markup).join('');
}
