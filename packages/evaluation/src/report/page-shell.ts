import { createHash } from 'node:crypto';
import { type Html, html, trusted } from './html.ts';

export interface PageSection {
  id: string;
  title: string;
  /** Null: the page has no such section. */
  body: Html | null;
}

export interface PageParts {
  title: string;
  style: string;
  /** The page's only script, run under a policy that names its hash; null for a page without one. */
  script: string | null;
  heading: Html;
  sections: readonly PageSection[];
}

/** A self-contained page. Its policy lets nothing be loaded and nothing run but the script and style whose hashes it names. */
export function writePage({ title, style, script, heading, sections }: PageParts): string {
  const present = sections.filter(({ body }) => body !== null);
  const [first] = present;
  const scripts = script === null ? '' : ` script-src ${hashSource(script)};`;
  const policy = `default-src 'none'; style-src ${hashSource(style)};${scripts} base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
${first === undefined ? null : html`<a class="skip" href="#${first.id}">To the ${first.title.toLowerCase()}</a>`}
<main>
${heading}
<nav aria-label="Sections"><ul>${present.map((section) => html`<li><a href="#${section.id}">${section.title}</a></li>`)}</ul></nav>
${present.map(
  ({ body }) => html`${body}
`,
)}
</main>${
    script === null
      ? null
      : html`
<script>${trusted(script)}</script>`
  }
</body>
</html>
`.markup;
}

function hashSource(content: string): string {
  return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
}
