import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { firstJsonObject, readJsonReply } from './read-json-reply.ts';

const verdict = z.object({ solved: z.boolean(), reason: z.string() });

describe('readJsonReply', () => {
  it('reads the object out of the words around it', () => {
    const reply = 'Sure! ```json\n{"solved": false, "reason": "a } in a \\"string\\""}\n``` Anything else?';
    expect(readJsonReply(reply, verdict)).toEqual({ ok: true, value: { solved: false, reason: 'a } in a "string"' } });
  });

  it.each([
    ['Now that is solved.', /no JSON object/],
    ['{"solved": true, "reason": "cut', /no JSON object/],
    ["{'solved': true}", /does not parse/],
    ['{"solved": "yes", "reason": "words are not a verdict"}', /solved/],
    ['{"solved": true}', /reason/],
  ])('takes %j for unreadable, not for a verdict', (reply, reason) => {
    expect(readJsonReply(reply, verdict)).toEqual({ ok: false, reason: expect.stringMatching(reason) });
  });
});

describe('firstJsonObject', () => {
  it('finds any object behind any text without braces', () => {
    fc.assert(
      fc.property(fc.string(), fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (before, value, after) => {
        const json = JSON.stringify(value);
        expect(firstJsonObject(before.replaceAll('{', '') + json + after)).toBe(json);
      }),
    );
  });
});
