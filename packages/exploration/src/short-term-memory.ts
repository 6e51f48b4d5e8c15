import type { ImagineMaterial, Message, Trial } from '@imaginarium/contracts';

/** Short-term memory: the finished trials of the running episode, oldest first (method §1). */
export type ShortTermMemory = readonly Trial[];

/** The remembered conversation, oldest trials left out until it fits into `characters`. */
export function recallConversation(memory: ShortTermMemory, characters: number): Message[] {
  return newestThatFit(memory, characters, (trial) => sizeOf(trial.messages)).flatMap((trial) => trial.messages);
}

/** The remembered trials in short, for imagination. */
export function recallTrials(
  memory: ShortTermMemory,
  characters: number,
): NonNullable<ImagineMaterial['earlierTrials']> {
  return newestThatFit(memory, characters, (trial) => sizeOf(trial.messages)).map((trial) => ({
    query: trial.query ?? '',
    steps: trial.messages.flatMap((message) => {
      if (message.role !== 'tool') return [];
      const call = trial.attempts.find((attempt) => attempt.call.id === message.toolCallId)?.call;
      return [{ arguments: call?.argumentsText ?? '', observation: message.content }];
    }),
    solved: trial.reflection?.solved ?? null,
  }));
}

function newestThatFit(memory: ShortTermMemory, characters: number, size: (trial: Trial) => number): Trial[] {
  const kept: Trial[] = [];
  let left = characters;
  for (const trial of [...memory].reverse()) {
    if (trial.query === null) continue;
    left -= size(trial);
    if (left < 0) break;
    kept.unshift(trial);
  }
  return kept;
}

function sizeOf(messages: readonly Message[]): number {
  return messages.reduce((sum, message) => {
    const calls = message.role === 'assistant' ? (message.toolCalls ?? []) : [];
    return sum + message.content.length + calls.reduce((all, call) => all + call.argumentsText.length + 40, 0);
  }, 0);
}
