import type { Operation } from '../../../model/domain.ts';
import type { Quantity } from '../../../model/origin.ts';
import type { Permission } from '../../../model/trust.ts';
import { orderKey } from '../../domain/fields.ts';
import { total } from '../../quantities.ts';
import type { Layout } from '../layout.ts';

/** One way in which an operation is used: by which keys, on own rows or on any, and how often. */
export interface Use {
  readonly by: readonly string[];
  readonly own: boolean;
  readonly rate?: Quantity;
}

/**
 * The uses of an operation. Each workload is one, those with equal keys and reach together. Without a workload the
 * operation is used as it says itself, on own rows and on any, as its permissions have it.
 */
export function usesOf(
  layout: Layout,
  permissions: readonly Permission[],
  operation: Operation,
): readonly Use[] {
  const { domain, load } = layout.basis;
  const allowed = permissions.filter((row) => row.operation === operation.id && row.effect === 'allow');
  const isOwn = (role: string): boolean =>
    !operation.anonymous && allowed.some((row) => row.role === role && row.condition === 'owner');
  const worked = domain.workloads
    .filter((workload) => workload.operation === operation.id)
    .map((workload): Use => {
      const rate = load.rates.find((each) => each.workload === workload.id)?.peak;
      return {
        by: workload.by.length > 0 ? withOrder(workload.by, operation.by) : operation.by,
        own: isOwn(workload.actor),
        ...(rate !== undefined && { rate }),
      };
    });
  const owns = allowed.map(({ condition }) => !operation.anonymous && condition === 'owner');
  const reach = [false, true].filter((own) => owns.includes(own));
  const said = (reach.length === 0 ? [false] : reach).map((own): Use => ({ by: operation.by, own }));
  return grouped([...worked, ...said]);
}

/** Keys of a workload that only filter keep the order the operation has. */
function withOrder(by: readonly string[], usual: readonly string[]): readonly string[] {
  const ordered = by.some((key) => orderKey(key).order !== undefined);
  return ordered ? by : [...by, ...usual.filter((key) => orderKey(key).order !== undefined)];
}

function grouped(uses: readonly Use[]): readonly Use[] {
  const groups = new Map<string, Use[]>();
  for (const use of uses) {
    const key = `${use.by.join()} ${use.own}`;
    groups.set(key, [...(groups.get(key) ?? []), use]);
  }
  return [...groups.values()].map((group) => {
    const rates = group.flatMap(({ rate }) => rate ?? []);
    const [first] = group;
    const sum = sumOf(rates);
    return { by: first?.by ?? [], own: first?.own ?? false, ...(sum !== undefined && { rate: sum }) };
  });
}

export function sumOf(rates: readonly Quantity[]): Quantity | undefined {
  if (rates.length < 2) return rates[0];
  return total(
    'requests/s',
    'sum over workloads',
    rates,
    rates.map((rate) => `${Number(rate.value.toPrecision(3))} requests/s`),
  );
}

/** The rate of an operation over all its workloads. */
export const rateOf = ({ basis }: Layout, operation: Operation): Quantity | undefined =>
  sumOf(basis.load.rates.filter((rate) => rate.operation === operation.id).map(({ peak }) => peak));
