import type { ToolDefinition } from '@imaginarium/contracts';
import { spreadText } from './spread-text.ts';

/** Chooses which tool definitions a record offers. */
export type ToolOffer = (exampleId: string, right: ToolDefinition | undefined) => ToolDefinition[];

/**
 * The right tool and `offered - 1` others of the run (all others when there are fewer), in an order that tells
 * nothing; with no right tool, `offered` others. Drawn anew for each example from its id and the seed.
 */
export function createToolOffer(
  tools: readonly ToolDefinition[],
  options: { readonly offered: number; readonly seed: string | number },
): ToolOffer {
  return (exampleId, right) => {
    const next = draws(spreadText(`${options.seed}/offer/${exampleId}`)[0]);
    const others = tools.length - (right !== undefined && tools.some((tool) => tool.name === right.name) ? 1 : 0);
    const wanted = Math.min(options.offered - (right === undefined ? 0 : 1), others);
    const offer: ToolDefinition[] = right === undefined ? [] : [right];
    const names = new Set(offer.map((tool) => tool.name));
    for (let filled = 0; filled < wanted; ) {
      // Steps on from the drawn place to the next that is free, so that it ends whatever is drawn.
      let at = next(tools.length);
      while (names.has((tools[at] as ToolDefinition).name)) at = (at + 1) % tools.length;
      names.add((tools[at] as ToolDefinition).name);
      offer.push(tools[at] as ToolDefinition);
      filled++;
    }
    for (let last = offer.length - 1; last > 0; last--) {
      const other = next(last + 1);
      [offer[last], offer[other]] = [offer[other] as ToolDefinition, offer[last] as ToolDefinition];
    }
    return offer;
  };
}

/** A short sequence of draws: cheaper than a generator of its own for each of many thousand records. */
function draws(start: number): (bound: number) => number {
  let state = start;
  return (bound) => {
    // The mulberry32 step.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * bound);
  };
}
