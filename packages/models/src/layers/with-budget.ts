import { type ChatModel, ImaginariumError } from '@imaginarium/contracts';
import { boundInputTokens } from '../estimate-tokens.ts';
import { costOf, type Price } from '../price.ts';
import type { Budget, Spending } from './create-budget.ts';

export interface BudgetOptions {
  readonly budget: Budget;
  /** Must be known where the budget caps dollars. */
  readonly price?: Price | undefined;
  /** Bound of the output where a request gives none; sent with it, so that it holds. @default 4096 */
  readonly maxOutputTokens?: number;
}

/**
 * Sets the most that each call can cost aside before it is sent, and settles by its usage. The layer goes inside the
 * journal, so that replays cost nothing, and around the retries, so that a call counts once.
 *
 * @throws ImaginariumError `config/price-missing` when dollars are capped and the price is unknown
 */
export function withBudget(model: ChatModel, options: BudgetOptions): ChatModel {
  const { budget, price, maxOutputTokens = 4096 } = options;
  if (budget.caps.dollars !== undefined && price === undefined)
    throw new ImaginariumError({
      code: 'config/price-missing',
      message: `A budget in dollars cannot be kept for ${model.id}: its price is not given.`,
      hint: 'Give inputPerMillion and outputPerMillion of the model, or cap calls or tokens instead.',
    });
  const isBounded = budget.caps.dollars !== undefined || budget.caps.tokens !== undefined;
  return {
    id: model.id,
    complete: async (request, call) => {
      const maxTokens = request.maxTokens ?? maxOutputTokens;
      const most = spending(isBounded ? boundInputTokens(request) : 0, maxTokens, price);
      const reservation = await budget.reserve(most, call?.signal);
      let spent: Spending = { dollars: 0, calls: 0, tokens: 0 };
      try {
        const reply = await model.complete(isBounded ? { ...request, maxTokens } : request, call);
        spent = spending(reply.usage.inputTokens, reply.usage.outputTokens, price);
        return reply;
      } finally {
        reservation.settle(spent);
      }
    },
  };
}

function spending(inputTokens: number, outputTokens: number, price: Price | undefined): Spending {
  const dollars = costOf({ inputTokens, outputTokens }, price) ?? 0;
  return { dollars, calls: 1, tokens: inputTokens + outputTokens };
}
