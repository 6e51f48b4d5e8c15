/** OpenAI's own service takes no new job from anyone after this day (OpenAI's deprecations page, as of 2026-11-22). */
export const LAST_DAY = '2027-01-06';

const DAY_MS = 86_400_000;

/** The day counts as open until its end in UTC. */
export function takesNoJobs(now: number): boolean {
  return now >= Date.parse(LAST_DAY) + DAY_MS;
}
