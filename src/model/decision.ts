import type { Style } from './architecture.ts';
import type { Origin, Quantity } from './origin.ts';

/** One point of the design space. */
export interface OptionShape {
  readonly style: Style;
  readonly replicas: boolean;
  readonly cache: boolean;
  readonly partitioning: boolean;
  readonly asyncCheckout: boolean;
  /** Rows of the busiest database are spread over several primaries by a key; absent where one primary holds all. */
  readonly sharding?: boolean;
  /** Zones of the region it runs in; absent where the objectives and the cost decide. */
  readonly zones?: 1 | 2 | 3;
}

/** A criterion judged for one option: met or not, with the figure. */
export interface Criterion {
  readonly id: string;
  readonly words: string;
  readonly met: boolean;
  readonly value: Quantity;
  readonly limit?: Quantity;
}

/** An option that was sized and judged. `movingParts` is what the choice minimises among those that meet all. */
export interface ScoredOption {
  readonly id: string;
  readonly title: string;
  readonly shape: OptionShape;
  readonly criteria: readonly Criterion[];
  readonly meets: boolean;
  readonly movingParts: Quantity;
  readonly cost: Quantity;
  readonly bottleneck: string;
  /** Peak requests/s at which the first objective fails even when instances may be added. */
  readonly ceiling: Quantity;
  /** Why it is out although it meets the objectives: a pin, an `avoid`, the team. */
  readonly excluded?: { readonly because: string; readonly origin: Origin };
}

/** The load (or other input) at which another option becomes the choice. */
export interface Flip {
  readonly input: string;
  readonly at: Quantity;
  /** Id of the option that is chosen then, which may be none of those that are compared today. */
  readonly to: string;
  readonly title: string;
  readonly because: string;
}

/** A design decision, written as an ADR (MADR 4). */
export interface Decision {
  readonly id: string;
  readonly title: string;
  readonly status: 'accepted' | 'pinned' | 'proposed';
  readonly context: string;
  readonly drivers: readonly string[];
  readonly considered: readonly {
    readonly option: string;
    readonly pros: readonly string[];
    readonly cons: readonly string[];
  }[];
  readonly outcome: string;
  readonly consequences: readonly string[];
  /** Rule or claim ids that confirm it is kept. */
  readonly confirmation: readonly string[];
  readonly revisit: string;
  readonly origin: Origin;
}

export interface DesignRecord {
  readonly options: readonly ScoredOption[];
  readonly chosen: string;
  readonly because: string;
  readonly flips: readonly Flip[];
  /** What the costs of all options are computed from. */
  readonly prices?: readonly { readonly name: string; readonly price: Quantity }[];
  readonly decisions: readonly Decision[];
}
