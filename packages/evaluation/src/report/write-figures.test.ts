import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitLabel, labelWidth } from './fit-label.ts';
import { chance, clip, dollars, duration, instant, interval, percent, points, shorten } from './write-figures.ts';

describe('figures', () => {
  it.each([
    [percent(0.76799), '76.8%'],
    [percent(null), '–'],
    [points(-0.0123), '−1.2'],
    [points(0.0004), '0.0'],
    [points(0.035), '+3.5'],
    [interval({ low: 0.688, high: 0.837 }), '68.8 to 83.7'],
    [interval({ low: null, high: null }), null],
    [dollars(0), '$0'],
    [dollars(1234.5), '$1,234.50'],
    [dollars(0.5325), '$0.5325'],
    [dollars(0.0010281), '$0.001028'],
    [dollars(1e-9), 'under $0.000001'],
    [duration(640), '640 ms'],
    [duration(2310), '2.3 s'],
    [chance(0.0004), '< 0.001'],
    [chance(0.43), '0.430'],
    [instant(Date.UTC(2026, 10, 22, 15, 46)), '2026-11-22 15:46 UTC'],
    [instant(Number.MAX_VALUE), 'unknown'],
    [clip('abcdef', 4), 'abcd … (2 more characters)'],
    [shorten('mistral_7B_FT', 9), 'mist…B_FT'],
  ])('writes %s', (written, wanted) => {
    expect(written).toBe(wanted);
  });

  it('fits any label into its room and keeps both ends', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 80 }),
        fc.integer({ min: 40, max: 300 }),
        (label, pixels) => {
          const fitted = fitLabel(label, pixels);
          expect(labelWidth(fitted)).toBeLessThanOrEqual(pixels);
          if (fitted !== label) {
            const [head = '', tail = ''] = fitted.split('…').length === 2 ? fitted.split('…') : [];
            expect(label.startsWith(head) && label.endsWith(tail)).toBe(true);
          }
        },
      ),
    );
  });
});
