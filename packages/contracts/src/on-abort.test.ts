import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { onAbort } from './on-abort.ts';

it('acts once for each that still waits, in their order, over one listener', () => {
  const controller = new AbortController();
  const acted: string[] = [];
  const leave = ['a', 'b', 'c'].map((name) => onAbort(controller.signal, () => acted.push(name)));
  leave[1]?.();
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
  controller.abort();
  controller.abort();
  expect(acted).toEqual(['a', 'c']);
});

it('lets those leave who are being told', () => {
  const controller = new AbortController();
  const acted: string[] = [];
  const leaveA = onAbort(controller.signal, () => {
    acted.push('a');
    leaveA();
  });
  onAbort(controller.signal, () => acted.push('b'));
  controller.abort();
  expect(acted).toEqual(['a', 'b']);
});

it('has nothing to do where there is no signal', () => {
  expect(onAbort(undefined, () => expect.unreachable())()).toBeUndefined();
});
