import { readFile } from 'node:fs/promises';
import { argv, cpuUsage, resourceUsage, stdout } from 'node:process';
import { findNearDuplicates } from '@imaginarium/similarity';

/** The counterpart of near-duplicates-peers.py: `near-duplicates-ours.ts TEXTS.json` prints one JSON object. */
const texts: string[] = JSON.parse(await readFile(argv[2] as string, 'utf8'));
const before = cpuUsage();
const removed = findNearDuplicates(texts).map(({ index }) => index);
const { user, system } = cpuUsage(before);
stdout.write(
  JSON.stringify({ removed, seconds: (user + system) / 1e6, peakMb: Math.round(resourceUsage().maxRSS / 1024) }),
);
