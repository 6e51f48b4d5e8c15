import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor, REDACTED } from './redact.ts';

const secret = 'p@ss w/"ord"+1';
const redactor = createRedactor([secret]);

describe('redactor', () => {
  it.each([
    ['as it is', secret],
    ['in JSON text', JSON.stringify({ key: secret })],
    ['in JSON inside JSON', JSON.stringify(JSON.stringify({ key: secret }))],
    ['URL-encoded', `https://h/?q=${encodeURIComponent(secret)}`],
    ['form-encoded', new URLSearchParams({ q: secret }).toString()],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in basic authorization', Buffer.from(`user:${secret}`).toString('base64')],
    ['in base64url at the last alignment', Buffer.from(`ab${secret}cd`).toString('base64url')],
  ])('replaces a secret %s', (_, text) => {
    const clean = redactor.text(`before ${text} after`);
    expect(clean).toContain(REDACTED);
    expect(clean).toMatch(/^before .* after$/);
  });

  it('replaces strings and keys of JSON at any depth, and learns later secrets', () => {
    const later = createRedactor([]);
    expect(later.json({ token: 'abcdefgh' })).toEqual({ token: 'abcdefgh' });
    later.add('abcdefgh');
    expect(later.json({ list: [{ token: 'is abcdefgh' }], abcdefgh: 1 })).toEqual({
      list: [{ token: `is ${REDACTED}` }],
      [REDACTED]: 1,
    });
  });

  it('leaves values shorter than 6 characters alone', () => {
    expect(createRedactor(['12345', '']).text('12345')).toBe('12345');
  });

  it('leaves no secret in any text around it, whatever its characters', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6, unit: 'grapheme' }), fc.string(), fc.string(), (value, before, after) => {
        const clean = createRedactor([value]);
        expect(
          clean
            .text(before + value + after)
            .split(REDACTED)
            .join('\0'),
        ).not.toContain(value);
        const base64 = Buffer.from(before + value + after).toString('base64');
        expect(clean.text(base64)).toContain(REDACTED);
      }),
    );
  });
});
