import type { JsonObject } from '@imaginarium/contracts';
import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';

/** Facts of the periodic table (package chemical-elements; masses in g/mol). */
export const lookupElement = defineTool({
  name: 'lookup_element',
  description: 'One property of a substance of the periodic table.',
  parameters: z.strictObject({
    element: z.string().describe('Which element.'),
    property: z.enum(['atomic_mass', 'atomic_number', 'symbol', 'stable_isotopes']),
  }),
  effect: 'read',
  run: async ({ element, property }): Promise<JsonObject> => {
    const { elementsAndStableIsotopes } = await import('chemical-elements');
    if (!/^[a-z]+$/.test(element)) {
      throw new Error(
        `element '${element}' refused: give the English name in lower case, e.g. iron; no symbols or numbers`,
      );
    }
    const entry = elementsAndStableIsotopes.find(({ name }) => name.toLowerCase() === element);
    if (entry === undefined)
      throw new Error(`no element is called '${element}'; names are English, e.g. iron, sulfur, caesium`);
    if (property === 'atomic_mass') {
      if (entry.mass === null) throw new Error(`'${element}' has no standard atomic mass: it has no stable isotopes`);
      return { element, atomic_mass: Number(entry.mass.toFixed(4)), unit: 'g/mol' };
    }
    if (property === 'atomic_number') return { element, atomic_number: entry.number };
    if (property === 'symbol') return { element, symbol: entry.symbol };
    return { element, stable_isotopes: entry.isotopes.map(({ nominal }) => `${entry.symbol}-${nominal}`) };
  },
});
