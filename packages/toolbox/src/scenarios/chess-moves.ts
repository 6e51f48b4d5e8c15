import type { Random } from '@imaginarium/contracts';
import { Chess } from 'chess.js';
import { defineScenario } from './define-scenario.ts';
import { said } from './said.ts';

const FEN = /(?:[1-8pnbrqkPNBRQK]+\/){7}[1-8pnbrqkPNBRQK]+ [wb] (?:-|[KQkq]+) (?:-|[a-h][36]) \d+ \d+/;

/** A position that random legal play reaches, with something left to play. */
function drawGame(random: Random): Chess {
  const game = new Chess();
  for (let plies = 4 + random.int(22); plies > 0; plies--) {
    game.move(random.pick(game.moves()));
    if (game.isGameOver()) game.undo();
  }
  return game;
}

const board = (position: string) => position.split(' ')[0] ?? '';

export const chessMovesScenarios = [
  defineScenario({
    tool: 'chess_moves',
    draw: (random) => ({ position: drawGame(random).fen() }),
    wordings: [
      'Which legal moves are there in the chess position {position}?',
      'What can the side to move play here: {position}',
      'Is the king in check in {position}?',
      'Count the legal options in this chess game: {position}',
      'I am stuck in a correspondence game of chess at {position}. List everything that I may play.',
      '{position} - whose turn is it, and what are the possible moves?',
      'Chess puzzle {position}: give me all legal continuations.',
      'How many moves are possible from {position}?',
      'From the FEN {position}, tell me all that is allowed next.',
    ],
    patterns: { position: FEN },
    arguments: ({ position }) => ({ position }),
    mistakes: [
      { kind: 'wrong-format', arguments: ({ position }) => ({ position: board(position) }) },
      { kind: 'wrong-name', arguments: ({ position }) => ({ fen: position }) },
    ],
    answer: (_, observation) =>
      `It is ${said(observation, 'side')}'s turn${said(observation, 'in_check') === 'true' ? ', in check' : ''}; ${said(observation, 'count')} legal moves: ${said(observation, 'moves')}.`,
  }),
  defineScenario({
    tool: 'chess_moves',
    draw: (random) => {
      const game = drawGame(random);
      return { position: game.fen(), square: random.pick(game.moves({ verbose: true })).from };
    },
    wordings: [
      'Where can the piece on {square} go in {position}?',
      'In the chess position {position}, what may the piece on {square} do?',
      'Consider only the piece standing on {square}: {position}. Its legal moves?',
      'My chess piece on {square} wants to move. Options in {position}, please.',
      'The game stands at {position}. List the moves that start on {square}.',
      'Position: {position}. Which squares are open to the man on {square}?',
      'Teach me how the piece from {square} can move when the FEN is {position}.',
      'Has the piece on {square} any legal move in {position}?',
    ],
    patterns: { position: FEN, square: /[a-h][1-8]/ },
    arguments: ({ position, square }) => ({ position, square }),
    mistakes: [
      { kind: 'wrong-format', arguments: ({ position, square }) => ({ position, square: square.toUpperCase() }) },
      { kind: 'wrong-format', arguments: ({ position, square }) => ({ position: board(position), square }) },
      { kind: 'wrong-name', arguments: ({ position, square }) => ({ position, piece: square }) },
    ],
    answer: ({ square }, observation) =>
      `The ${said(observation, 'side')} piece on ${square} has ${said(observation, 'count')} legal moves: ${said(observation, 'moves')}.`,
  }),
];
