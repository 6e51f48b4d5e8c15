import { argv } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '@imaginarium/contracts';
import { createLocalServer } from '../create-local-server.ts';
import { createScriptedTrainer } from './scripted-trainer.ts';

/** The process that a test kills: a local server on a folder, whose trainer takes its time; says its address. */
const [, , folder, stepMs] = argv as [string, string, string, string];
const trainer = createScriptedTrainer({ beforeStep: () => pause(Number(stepMs)) });
const { url } = await createLocalServer({ folder, trainers: [trainer], clock: systemClock });
process.stdout.write(`${url}\n`);
