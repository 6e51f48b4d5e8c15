import { defineTool } from '@imaginarium/tools';
import { z } from 'zod';

/** Legal moves of a position (package chess.js). */
export const chessMoves = defineTool({
  name: 'chess_moves',
  description: 'Legal moves of a position on the board.',
  parameters: z.strictObject({
    position: z.string().describe('Position.'),
    square: z.string().optional().describe('Only the piece here.'),
  }),
  effect: 'read',
  run: async ({ position, square }) => {
    const { Chess, SQUARES, validateFen } = await import('chess.js');
    const reading = validateFen(position);
    if (!reading.ok) {
      throw new Error(
        `position refused: complete FEN of six fields (board, side, castling, en passant, halfmoves, move): ${reading.error}`,
      );
    }
    const chess = new Chess(position);
    const from = SQUARES.find((name) => name === square);
    if (square !== undefined && from === undefined)
      throw new Error(`square '${square}' refused: a1 to h8 in lower case`);
    if (from !== undefined && !chess.get(from)) throw new Error(`square '${square}' is empty`);
    const moves = from === undefined ? chess.moves() : chess.moves({ square: from });
    return { side: chess.turn() === 'w' ? 'white' : 'black', in_check: chess.inCheck(), count: moves.length, moves };
  },
});
