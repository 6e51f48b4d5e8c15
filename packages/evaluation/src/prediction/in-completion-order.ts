/**
 * Runs jobs, at most `concurrency` at once, and gives results as they come. After a failure, or when the consumer leaves, no
 * further job is begun; those under way are waited for (their replies are paid for), given, and only then the first failure is
 * thrown.
 */
export async function* inCompletionOrder<Job, Result>(
  jobs: Iterable<Job>,
  concurrency: number,
  run: (job: Job) => Promise<Result>,
): AsyncGenerator<Result> {
  const waiting = jobs[Symbol.iterator]();
  const underWay = new Set<Promise<void>>();
  const done: Result[] = [];
  let failure: { readonly thrown: unknown } | undefined;
  const begin = (job: Job) => {
    const work: Promise<void> = run(job)
      .then(
        (result) => void done.push(result),
        (thrown: unknown) => {
          failure ??= { thrown };
        },
      )
      .finally(() => underWay.delete(work));
    underWay.add(work);
  };
  try {
    for (;;) {
      while (failure === undefined && underWay.size < concurrency) {
        const next = waiting.next();
        if (next.done) break;
        begin(next.value);
      }
      if (underWay.size === 0 && done.length === 0) break;
      if (done.length === 0) await Promise.race(underWay);
      for (let result = done.shift(); result !== undefined; result = done.shift()) yield result;
    }
  } finally {
    await Promise.all(underWay);
  }
  if (failure !== undefined) throw failure.thrown;
}
