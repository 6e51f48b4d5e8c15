import { writeJsonFile } from '@imaginarium/storage';

/** Writes of one file happen one after another, in the order asked for: an early one never replaces a later one. */
export function createOrderedWriter(): (path: string, value: unknown) => Promise<void> {
  const writing = new Map<string, Promise<void>>();
  return (path, value) => {
    const before = writing.get(path) ?? Promise.resolve();
    const write = before.catch(() => {}).then(() => writeJsonFile(path, value));
    writing.set(path, write);
    const forget = () => {
      if (writing.get(path) === write) writing.delete(path);
    };
    write.then(forget, forget);
    return write;
  };
}
