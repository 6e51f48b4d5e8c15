import type { ToolSpec } from '@imaginarium/contracts';

/**
 * Up to `count` tools to hold a query against: the ones offered, then those that share most words with it, in name and
 * description (rare words count more). All tools, where there are no more than `count`.
 */
export function nearestTools(
  query: string,
  tools: readonly ToolSpec[],
  offered: readonly ToolSpec[],
  count: number,
): ToolSpec[] {
  if (tools.length <= count) return [...tools];
  const wordsOf = (text: string) => new Set(text.toLowerCase().match(/\p{L}{3,}/gu) ?? []);
  const described = tools.map((tool) => ({
    tool,
    words: wordsOf(`${tool.name.replaceAll('_', ' ')} ${tool.description}`),
  }));
  const asked = [...wordsOf(query)].map((word) => ({
    word,
    weight: Math.log(tools.length / (1 + described.filter(({ words }) => words.has(word)).length)),
  }));
  const ranked = described
    .filter(({ tool }) => !offered.includes(tool))
    .map(({ tool, words }) => ({
      tool,
      score: asked.reduce((sum, { word, weight }) => sum + (words.has(word) ? weight : 0), 0),
    }))
    .sort((left, right) => right.score - left.score);
  return [...offered, ...ranked.map(({ tool }) => tool)].slice(0, count);
}
