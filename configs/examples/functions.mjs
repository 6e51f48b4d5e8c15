// Functions as tools: npx imaginarium tools call parcel_price '{"kilograms": 3, "zone": "abroad"}' --from functions:configs/examples/functions.mjs
import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';

const PRICES = { home: 4.5, abroad: 11.9 };

export default [
  defineTool({
    name: 'parcel_price',
    description: 'Price of sending a parcel, in euros.',
    effect: 'read',
    parameters: z.object({
      kilograms: z.number().positive().max(30).describe('Weight of the parcel.'),
      zone: z.enum(['home', 'abroad']),
    }),
    run: ({ kilograms, zone }) => ({ euros: Number((PRICES[zone] + 0.8 * kilograms).toFixed(2)) }),
  }),
  defineTool({
    name: 'parcel_status',
    description: 'Where a parcel is.',
    effect: 'read',
    parameters: z.object({ code: z.string().describe('Tracking code.') }),
    run: ({ code }) => {
      if (!/^[A-Z]{2}\d{6}$/.test(code))
        throw new Error('code must be two capital letters and six digits, like AB123456');
      return { code, status: Number(code.slice(2)) % 2 === 0 ? 'delivered' : 'on its way' };
    },
  }),
];
