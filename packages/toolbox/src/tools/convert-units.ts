import { defineTool } from '@imaginarium/tools';
import { convert, type Unit } from 'convert';
import { z } from 'zod';

const UNITS = [
  ...['km', 'm', 'cm', 'mm', 'mi', 'yd', 'ft', 'in'],
  ...['kg', 'g', 'mg', 'lb', 'oz'],
  ...['l', 'ml', 'gal', 'pt', 'cup'],
  ...['C', 'F', 'K'],
  ...['h', 'min', 's', 'd'],
  ...['ha', 'ac', 'km2', 'm2'],
  ...['psi', 'bar', 'Pa'],
] as const satisfies readonly Unit[];
const SYMBOLS: ReadonlySet<string> = new Set(UNITS);

export const convertUnits = defineTool({
  name: 'convert_units',
  description: 'Converts a quantity from one unit to another.',
  group: 'measure',
  effect: 'read',
  parameters: z.object({
    value: z.number(),
    from: z.string().describe('Unit of the value'),
    to: z.string().describe('Wanted unit'),
  }),
  run: ({ value, from, to }) => {
    const result = Number(convert(value, readUnit('from', from)).to(readUnit('to', to) as never));
    return { value: Number(result.toPrecision(7)), unit: to };
  },
});

function readUnit(parameter: string, text: string): Unit {
  if (SYMBOLS.has(text)) return text as Unit;
  throw new Error(`${parameter}: unknown unit "${text}", units are written by symbol: ${UNITS.join(' ')}`);
}
