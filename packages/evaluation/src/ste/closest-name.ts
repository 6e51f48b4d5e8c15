import { type CodePoints, codePointsOf, sequenceOf, similarityRatio } from './similarity-ratio.ts';

/** Below this ratio no name is close: only texts that share no code point, or next to none for their length. */
const CUTOFF = 0.001;
/** Distinct written names whose closest name is remembered; models repeat their mistakes. */
const REMEMBERED = 1_000;

/**
 * Finds the name closest to a written one as Python's `difflib.get_close_matches(written, names, n=1, cutoff=0.001)`
 * does: highest ratio, of equal ratios the name that is greater by code points; undefined where no ratio reaches the
 * cutoff. A written name that is among the names is not handled apart: its ratio is 1.
 */
export function createClosestName(names: readonly string[]): (written: string) => string | undefined {
  const candidates = names.map((name) => ({ name, points: codePointsOf(name) }));
  const remembered = new Map<string, string | undefined>();
  return (written) => {
    if (remembered.has(written)) return remembered.get(written);
    const closest = closestName(written, candidates);
    if (remembered.size >= REMEMBERED) remembered.clear();
    remembered.set(written, closest);
    return closest;
  };
}

interface Candidate {
  readonly name: string;
  readonly points: CodePoints;
}

function closestName(written: string, candidates: readonly Candidate[]): string | undefined {
  const sequence = sequenceOf(codePointsOf(written));
  let best: { readonly candidate: Candidate; readonly ratio: number } | undefined;
  for (const candidate of candidates) {
    const { length } = candidate.points;
    const most = (2 * Math.min(length, sequence.points.length)) / (length + sequence.points.length);
    if (best && most < best.ratio) continue;
    const ratio = similarityRatio(candidate.points, sequence);
    if (ratio < CUTOFF || (best && ratio < best.ratio)) continue;
    if (!best || ratio > best.ratio || isGreater(candidate.points, best.candidate.points)) best = { candidate, ratio };
  }
  return best?.candidate.name;
}

function isGreater(a: CodePoints, b: CodePoints): boolean {
  const different = a.findIndex((point, index) => point !== b[index]);
  return different >= 0 && (a[different] as number) > (b[different] ?? -1);
}
