import type { Change, MatrixRow, Metric, Profile, RoundMatrix } from '@imaginarium/contracts';
import { share } from './sample-reports.ts';

const families = ['GamerPower', 'NumbersToLetters', 'Soccer_Data', 'colegiosantaana', 'forecast_weather', 'search'];
const operations = [
  'Live_giveaways_by_type',
  'Convertir_cantidad_a_letra_Moneda_MXN_Ingles',
  'Tournament_List',
  'Group_Management_API_access_for_modifying_group_information',
  'update',
];

/** Names of each batch's tools. */
export function sampleToolName(batch: number, index: number): string {
  const turn = Math.floor(index / (families.length * operations.length));
  const name = `${families[(index + batch * 2) % families.length]}_${operations[Math.floor(index / families.length) % operations.length]}`;
  return `${name}_${String.fromCharCode(97 + batch)}${turn === 0 ? '' : turn}`;
}

/** A matrix in which tools lose a part of their right calls from round to round. */
export function matrixOf(
  profile: Profile,
  names: readonly (readonly string[])[],
  items: number,
  kept: number,
): RoundMatrix {
  const rounds = names.map((_, index) => index + 1);
  const skill = profile === 'strict' ? 0.86 : 0.8;
  const tools = names.flatMap((batch, at) =>
    batch.map((name, index) => {
      const talent = Math.max(0.05, skill - (index % 5) * 0.06);
      const counts = rounds.map((round) =>
        round <= at
          ? null
          : Math.round(items * Math.min(1, talent * kept ** ((round - 1 - at) * (1 + (index % 3) / 2)))),
      );
      return rowOf(name, [name], at + 1, counts, items);
    }),
  );
  const together = (members: readonly MatrixRow[], round: number) => {
    const tested = members.flatMap(({ cells }) => cells[round - 1] ?? []);
    return tested.length === 0 ? null : tested.reduce((sum, { count }) => sum + count, 0);
  };
  const batches = names.map((batch, at) => {
    const members = tools.filter(({ name }) => batch.includes(name));
    const counts = rounds.map((round) => together(members, round));
    return rowOf(String(at + 1), [...batch], at + 1, counts, items * batch.length);
  });
  const average = rounds.map((round): Metric => {
    const tested = tools.filter(({ learnedIn }) => learnedIn <= round);
    return share(together(tested, round) ?? 0, tested.length * items, tested.length);
  });
  const old = tools.filter(({ learnedIn }) => learnedIn < rounds.length);
  const mean = (read: (row: MatrixRow) => Change | null): Change | null => {
    if (old.length === 0) return null;
    const value = old.reduce((sum, row) => sum + (read(row)?.value ?? 0), 0) / old.length;
    return { value, low: value - 0.04, high: value + 0.04, of: old.length };
  };
  const means = {
    forgetting: mean(({ forgetting }) => forgetting),
    backwardTransfer: mean(({ backwardTransfer }) => backwardTransfer),
  };
  return { profile, metric: 'correct', rounds, tools, batches, average, ...means };
}

export function rowOf(
  name: string,
  tools: string[],
  learnedIn: number,
  counts: readonly (number | null)[],
  of: number,
): MatrixRow {
  const cells = counts.map((count) => (count === null ? null : share(count, of, tools.length)));
  const shares = cells.map((cell) => cell?.value ?? null);
  const earlier = shares.slice(0, -1).flatMap((value) => value ?? []);
  const last = shares.at(-1) ?? 0;
  const change = (value: number): Change => {
    const half = 1.4 / Math.sqrt(of);
    return {
      value,
      low: of < 8 ? null : Math.max(-1, value - half),
      high: of < 8 ? null : Math.min(1, value + half),
      of,
    };
  };
  const isOld = earlier.length > 0;
  return {
    name,
    tools,
    learnedIn,
    cells,
    forgetting: isOld ? change(Math.max(...earlier) - last) : null,
    backwardTransfer: isOld ? change(last - (shares[learnedIn - 1] ?? 0)) : null,
  };
}
