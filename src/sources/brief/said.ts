import type { Brief, Fragment, Objective, Question, Unread } from '../../model/brief.ts';
import type { Origin, Quantity } from '../../model/origin.ts';
import type { EntityChange } from './fragment/entities.ts';
import type { SaidUsers, SaidWorkload } from './fragment/workloads.ts';
import type { OptionValues } from './pack/options.ts';
import type { PackSource } from './pack/pack.ts';

/** A capability that was asked for. */
export interface Asked {
  readonly pack: PackSource;
  readonly options: OptionValues;
  readonly origin: Origin;
}

/** The users of the whole system, apart from workloads. */
export interface Crowd {
  readonly users?: SaidUsers;
  readonly think?: Quantity;
  readonly peak?: Quantity;
}

/**
 * What the user said, in a brief or in a sentence, before packs and defaults complete it. Both readers end here, so
 * that a sentence and a brief of the same content give the same result.
 */
export interface Said {
  readonly system: Brief['system'];
  readonly crowd: Crowd;
  readonly asked: readonly Asked[];
  /** Without workloads, which are in `workloads`. */
  readonly fragment: Fragment;
  readonly changes: readonly EntityChange[];
  readonly workloads: readonly SaidWorkload[];
  readonly objectives: readonly Objective[];
  readonly constraints: Brief['constraints'];
  readonly policies: Brief['policies'];
  readonly pins: Brief['pins'];
  readonly questions: readonly Question[];
  /** Ids of contradictions that are known and kept. */
  readonly accepted: readonly string[];
  readonly unread: readonly Unread[];
}
