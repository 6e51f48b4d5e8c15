import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';

/** Dice in the notation of role-playing games. */
export const rollDice = defineTool({
  name: 'roll_dice',
  description: 'Throws dice.',
  parameters: z.strictObject({ notation: z.string().describe('Which dice.') }),
  effect: 'read',
  group: 'random',
  run: ({ notation }, { random }) => {
    const [, count = '', sides = '', modifier = '0'] = /^(\d{1,2})d(\d{1,3})([+-]\d{1,3})?$/.exec(notation) ?? [];
    if (!count)
      throw new Error(`notation '${notation}' refused: COUNTdSIDES with an optional +N or -N, no spaces, e.g. 2d6+3`);
    if (Number(count) < 1 || Number(sides) < 2)
      throw new Error(`notation '${notation}' refused: at least 1 die of 2 sides`);
    const rolls = Array.from({ length: Number(count) }, () => 1 + random.int(Number(sides)));
    return { notation, rolls, total: rolls.reduce((sum, roll) => sum + roll, Number(modifier)) };
  },
});
