/** When an exchange is over: its time ran out or its caller aborted. */
export class Deadline {
  isOver = false;
  #stop: (() => void) | undefined;
  #controller: AbortController | undefined;

  /** What to do when it is over, at most once; the last one given counts. */
  onOver(stop: (() => void) | undefined): void {
    this.#stop = stop;
  }

  /** For those who take nothing else: made when asked for, since most exchanges end in time and need none. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.isOver) this.#controller.abort();
    return this.#controller.signal;
  }

  end(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.#stop?.();
    this.#controller?.abort();
  }
}
