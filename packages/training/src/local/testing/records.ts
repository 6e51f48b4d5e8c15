/** Lines of supervised records as OpenAI has them. */
export function supervisedLines(count: number, word = 'weather'): string {
  const rows = Array.from({ length: count }, (_, at) => ({
    messages: [
      { role: 'user', content: `${word} ${at}?` },
      { role: 'assistant', content: `${word} ${at}.` },
    ],
  }));
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** Lines of preference records as OpenAI has them. */
export function preferenceLines(count: number): string {
  const rows = Array.from({ length: count }, (_, at) => ({
    input: { messages: [{ role: 'user', content: `weather ${at}?` }], tools: [], parallel_tool_calls: true },
    preferred_output: [{ role: 'assistant', content: 'good' }],
    non_preferred_output: [{ role: 'assistant', content: 'bad' }],
  }));
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
