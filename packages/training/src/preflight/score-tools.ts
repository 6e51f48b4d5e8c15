import type { OutOfFold } from './cross-validate.ts';

export interface ArgumentScore {
  /** JSON pointer into the arguments. */
  readonly path: string;
  /** Share of records filled as they are, given the tool. */
  readonly accuracy: number;
  readonly wrongLines: readonly number[];
}

export interface ToolScore {
  /** Null: no call is right. */
  readonly tool: string | null;
  readonly lessons: number;
  readonly toolAccuracy: number;
  readonly accuracy: number;
  readonly wrongLines: readonly number[];
  /** Weakest first. */
  readonly arguments: readonly ArgumentScore[];
}

/** Held-out scores by tool, with the lines to look at; the weakest tool first. */
export function scoreTools(judged: readonly OutOfFold[]): ToolScore[] {
  const ofTool = new Map<string | null, OutOfFold[]>();
  for (const one of judged) {
    const tool = one.lesson.call?.tool ?? null;
    ofTool.set(tool, [...(ofTool.get(tool) ?? []), one]);
  }
  return [...ofTool]
    .map(([tool, of]) => ({
      tool,
      lessons: of.length,
      toolAccuracy: of.filter(({ isToolRight }) => isToolRight).length / of.length,
      accuracy: of.filter(({ isRight }) => isRight).length / of.length,
      wrongLines: of.filter(({ isRight }) => !isRight).map(({ lesson }) => lesson.line),
      arguments: scoreArguments(of),
    }))
    .sort((a, b) => a.accuracy - b.accuracy || b.lessons - a.lessons);
}

function scoreArguments(judged: readonly OutOfFold[]): ArgumentScore[] {
  const paths = new Set(judged.flatMap(({ arguments: args }) => args.map(({ path }) => path)));
  return [...paths]
    .map((path) => {
      const wrongLines: number[] = [];
      let count = 0;
      for (const { lesson, arguments: args } of judged) {
        const argument = args.find((one) => one.path === path);
        if (argument === undefined) continue;
        count++;
        if (!argument.isRight) wrongLines.push(lesson.line);
      }
      return { path, accuracy: 1 - wrongLines.length / count, wrongLines };
    })
    .sort((a, b) => a.accuracy - b.accuracy);
}
