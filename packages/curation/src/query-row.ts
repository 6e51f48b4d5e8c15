/** A row as the filters that compare queries see it. */
export interface QueryRow {
  readonly id: string;
  /** Null for a no-call row. */
  readonly tool: string | null;
  readonly query: string;
}

export function groupByTool<T extends QueryRow>(rows: readonly T[]): Map<string | null, T[]> {
  const groups = new Map<string | null, T[]>();
  for (const row of rows) {
    const group = groups.get(row.tool);
    if (group === undefined) groups.set(row.tool, [row]);
    else group.push(row);
  }
  return groups;
}
