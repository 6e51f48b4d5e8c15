import { duration } from '../write-figures.ts';

/** Milliseconds that a step took: `640 ms`, `12.3 s`, `4 min 5 s`, `2 h 3 min`. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return duration(Math.max(0, milliseconds));
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
