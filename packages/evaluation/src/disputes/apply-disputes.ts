import { fromPointerPart, type GoldCall, isJsonObject, type JsonValue, type TestItem } from '@imaginarium/contracts';
import { type Dispute, type Disputes, goldHash } from './dispute.ts';

/** The item as disputes leave it; null when it is dismissed; the same object when none is about it. Disputes that do not fit its gold change nothing. */
export function applyDisputes(item: TestItem, disputes: Disputes): TestItem | null {
  const fitting = (disputes.byItem.get(item.id) ?? []).filter((dispute) => misfit(dispute, item) === undefined);
  if (fitting.some(({ dismiss }) => dismiss === true)) return null;
  return fitting.reduce(applyOne, item);
}

/** Why a dispute is not about the item's gold as it is now; undefined when it is. */
export function misfit({ gold, accept }: Dispute, item: TestItem): string | undefined {
  if (gold !== goldHash(item)) return 'The gold has changed since the dispute was written: not applied.';
  for (const { call, path } of accept ?? []) {
    const args = item.calls[call]?.arguments;
    if (args === undefined) return 'The dispute is about a call that the gold does not have: not applied.';
    if (!hasParent(args, path)) return 'The dispute is about an argument that the gold has no place for: not applied.';
  }
  return undefined;
}

function applyOne(item: TestItem, { replace, accept }: Dispute): TestItem {
  if (replace !== undefined) {
    const { isJudged, ...rest } = item;
    const tool = replace[0]?.tool ?? null;
    return { ...rest, calls: replace, tool, ...(isJudged === true && tool === item.tool ? { isJudged } : {}) };
  }
  const calls = item.calls.map((call, at) =>
    (accept ?? []).filter((accepted) => accepted.call === at).reduce(acceptValues, call),
  );
  return { ...item, calls };
}

function acceptValues(
  call: GoldCall,
  { path, values }: { readonly path: string; readonly values: JsonValue[] },
): GoldCall {
  return { ...call, accepted: { ...call.accepted, [path]: [...(call.accepted?.[path] ?? []), ...values] } };
}

/** Whether what would hold the value that a JSON pointer names is there. */
function hasParent(root: JsonValue, pointer: string): boolean {
  const steps = pointer.split('/').slice(1, -1);
  let value: JsonValue | undefined = root;
  for (const step of steps) {
    const key = fromPointerPart(step);
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isJsonObject(value) && Object.hasOwn(value, key)) value = value[key];
    else return false;
  }
  return typeof value === 'object' && value !== null;
}
