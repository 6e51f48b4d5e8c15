import type { Span } from '@imaginarium/contracts';
import type { Rendering } from './target.ts';

/** Collects a rendering piece by piece, in order. */
export interface RenderingBuilder {
  control(token: string): void;
  plain(text: string): void;
  /** All that the given steps add is trained. */
  trained(steps: () => void): void;
  done(): Rendering;
}

export function buildRendering(): RenderingBuilder {
  const parts: string[] = [];
  const trained: Span[] = [];
  const controls: Span[] = [];
  let length = 0;
  const plain = (text: string) => {
    parts.push(text);
    length += text.length;
  };
  return {
    plain,
    control: (token) => {
      controls.push([length, length + token.length]);
      plain(token);
    },
    trained: (steps) => {
      const start = length;
      steps();
      if (length > start) trained.push([start, length]);
    },
    done: () => ({ text: parts.join(''), trained, controls }),
  };
}

export interface Segment {
  readonly text: string;
  readonly isControl: boolean;
  /** Where the segment ends in the rendered text. */
  readonly end: number;
  readonly isTrained: boolean;
}

/** The rendered text cut at control tokens and at the borders of trained spans. */
export function* segmentsOf(rendering: Rendering): Generator<Segment> {
  const { text, trained, controls } = rendering;
  const borders = [...new Set([0, ...trained.flat(), ...controls.flat(), text.length])].sort((a, b) => a - b);
  let control = 0;
  let span = 0;
  for (let at = 0; at + 1 < borders.length; at++) {
    const start = borders[at] as number;
    const end = borders[at + 1] as number;
    while ((controls[control]?.[1] ?? Infinity) <= start) control++;
    while ((trained[span]?.[1] ?? Infinity) <= start) span++;
    yield {
      text: text.slice(start, end),
      end,
      isControl: (controls[control]?.[0] ?? Infinity) <= start,
      isTrained: (trained[span]?.[0] ?? Infinity) <= start,
    };
  }
}
