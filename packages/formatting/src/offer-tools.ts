import type { ToolDefinition } from '@imaginarium/contracts';
import { spreadText } from './spread-text.ts';

/** What a record may offer: the right tool of a call, or the tools judged not to serve a query without one. */
export type Offerable = { readonly right: ToolDefinition } | { readonly among: readonly ToolDefinition[] };

/** Chooses which tool definitions a record offers. */
export type ToolOffer = (exampleId: string, offerable: Offerable) => ToolDefinition[];

/**
 * The right tool and `offered - 1` others of the run (all others when there are fewer), in an order that tells
 * nothing; with no right tool, `offered` of those that it may be drawn among. Drawn anew for each example from its id
 * and the seed.
 *
 * The others beside a right tool are not judged: one of them may serve the query too. A tool that is merely like it
 * (hash and uuid) is a good distractor, but two tools of one purpose from two sources would teach that one of them is
 * wrong where it is not. Give a run only one of such tools, or offer 1.
 */
export function createToolOffer(
  tools: readonly ToolDefinition[],
  options: { readonly offered: number; readonly seed: string | number },
): ToolOffer {
  const places = new Map(tools.map((tool, at) => [tool.name, at]));
  return (exampleId, offerable) => {
    const [right, pool] = 'right' in offerable ? [offerable.right, tools] : [undefined, offerable.among];
    const next = draws(spreadText(`${options.seed}/offer/${exampleId}`)[0]);
    const rightPlace = (right && places.get(right.name)) ?? pool.length;
    const others = pool.length - (rightPlace < pool.length ? 1 : 0);
    const wanted = Math.min(options.offered - (right === undefined ? 0 : 1), others);
    // Floyd's sampling: distinct places among the others, each set as likely, in as many draws as places.
    const drawn = new Set<number>();
    for (let bound = others - wanted; bound < others; bound++) {
      const at = next(bound + 1);
      drawn.add(drawn.has(at) ? bound : at);
    }
    const offer = [...drawn].map((at) => pool[at < rightPlace ? at : at + 1] as ToolDefinition);
    if (right !== undefined) offer.push(right);
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
