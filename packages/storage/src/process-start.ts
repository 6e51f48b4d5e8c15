import { readFile } from 'node:fs/promises';

/**
 * What tells a process from an earlier or later one with the same pid: the boot and the clock tick of its start (proc(5), field 22 of `stat`).
 * `ended` for a process that is dead but not yet waited for; null where there is no `/proc`.
 */
export async function processStart(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The command's name stands in parentheses and may hold both spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return 'ended';
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
    return `${boot.trim()}/${fields[19]}`;
  } catch {
    return null;
  }
}
