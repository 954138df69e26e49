import type { Criterion, DesignRecord, ScoredOption } from '../../model/decision.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';

/** An option that may be taken, by what it costs and how near its slowest answers come to their limit. */
export interface Placed {
  readonly option: ScoredOption;
  /** Largest computed percentile / limit over the latency objectives; above 1 one is missed. */
  readonly latency: Quantity;
  readonly chosen: boolean;
  /** No other that meets as much is both cheaper and faster. */
  readonly front: boolean;
}

/** A latency criterion as part of its limit; nothing where a station is saturated and there is no time. */
function partOfLimit({ value, limit }: Criterion): number | undefined {
  if (limit === undefined || value.unit === 'ratio') return undefined;
  const inMs = ({ value: size, unit }: Quantity): number => (unit === 's' ? size * 1000 : size);
  return inMs(limit) === 0 ? undefined : inMs(value) / inMs(limit);
}

function slowest({ criteria }: ScoredOption): Quantity | undefined {
  const latencies = criteria.filter(({ id }) => id.startsWith('latency/'));
  const parts = latencies.map((criterion) => ({ criterion, part: partOfLimit(criterion) }));
  if (parts.length === 0 || parts.some(({ part }) => part === undefined)) return undefined;
  const worst = parts.toSorted((a, b) => (b.part ?? 0) - (a.part ?? 0))[0];
  return worst?.part === undefined
    ? undefined
    : derived(worst.part, 'ratio', 'computed percentile / limit, the largest of all', [
        worst.criterion.words,
      ]);
}

/**
 * Options that are allowed and not saturated, with the Pareto front of cost and latency: whatever lies off it is both
 * dearer and slower than something else (or equal in one of the two). An option that misses a criterion is no
 * alternative to one that meets all, so the front is of these, where there are any. Moving parts are not on the picture:
 * they are why the choice may lie off the front.
 */
export function placedOptions({ options, chosen }: DesignRecord): readonly Placed[] {
  const known = options
    .filter(({ excluded }) => excluded === undefined)
    .flatMap((option) => {
      const latency = slowest(option);
      return latency === undefined ? [] : [{ option, latency }];
    });
  const meeting = known.filter(({ option }) => option.meets);
  const eligible = meeting.length > 0 ? meeting : known;
  return known.map(({ option, latency }) => ({
    option,
    latency,
    chosen: option.id === chosen,
    front:
      eligible.some((each) => each.option === option) &&
      !eligible.some((other) => dominates(other, { option, latency })),
  }));
}

type Point = Pick<Placed, 'option' | 'latency'>;

/** Latencies that agree in two digits are equal: costs of operations are estimates within a factor of two. */
export const comparable = ({ value }: Quantity): number => Number(value.toPrecision(2));

/** Not worse in either and better in one; of two that are equal in both, the one with fewer moving parts. */
function dominates(a: Point, b: Point): boolean {
  const cost = a.option.cost.value - b.option.cost.value;
  const latency = comparable(a.latency) - comparable(b.latency);
  const parts = a.option.movingParts.value - b.option.movingParts.value;
  return cost <= 0 && latency <= 0 && (cost < 0 || latency < 0 || parts < 0);
}
