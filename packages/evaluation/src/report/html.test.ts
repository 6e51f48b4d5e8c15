import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { html, nameHtml } from './html.ts';

describe('html', () => {
  it('gives any text back unchanged from content and attributes, and makes no element of it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', ';', 'a', '/', '=', '`', '_', '.', 'é') }),
        (text) => {
          const { document } = parseHTML(`<p>${html`<b title="${text}">${text}</b>`.markup}</p>`);
          const [element] = document.querySelectorAll('b');
          expect(document.querySelectorAll('p *')).toHaveLength(1);
          expect(element?.textContent).toBe(text);
          expect(element?.getAttribute('title')).toBe(text);
        },
      ),
    );
  });

  it('takes pieces as they stand, numbers as written, and leaves nothing for null', () => {
    expect(html`<ul>${[1, 2].map((item) => html`<li>${item}</li>`)}</ul>${null}`.markup).toBe(
      '<ul><li>1</li><li>2</li></ul>',
    );
  });

  it('lets names break without changing them', () => {
    const { document } = parseHTML(nameHtml('Soccer_Data.<b>').markup);
    expect(document.querySelectorAll('wbr')).toHaveLength(2);
    expect(document.querySelector('bdi')?.textContent).toBe('Soccer_Data.<b>');
  });
});
