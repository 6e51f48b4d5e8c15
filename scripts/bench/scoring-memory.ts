import { argv, resourceUsage, stdout } from 'node:process';
import { createSteScorer, createStrictScorer, evaluatePredictions, openPredictions } from '@imaginarium/evaluation';
import { keepHeapSmall } from '@imaginarium/storage';

/** Evaluates a predictions file with the heap kept small, as stages through which rows stream do: `scoring-memory.ts FILE` prints one JSON object. */
keepHeapSmall();
const predictions = await openPredictions(argv[2] as string);
const { header } = predictions;
const scorers = { ste: createSteScorer({ header }), strict: createStrictScorer({ header }) };
const { predictions: scored } = await evaluatePredictions({ predictions, scorers });
stdout.write(JSON.stringify({ scored, peakMb: Math.round(resourceUsage().maxRSS / 1024) }));
