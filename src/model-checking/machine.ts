/**
 * A system of processes as finite data: variables with small ranges, steps that read and write them, what must always
 * hold and what must come about. One value of it becomes a search, a Promela model and a TLA+ module with equal state counts.
 */
export interface Machine {
  readonly name: string;
  /** Interchangeable things (orders, requests, users), numbered from 1; 0 stands for none where an id is stored. */
  readonly instances: number;
  /** One of each for every instance. */
  readonly local: readonly Variable[];
  readonly global: readonly Variable[];
  readonly steps: readonly MachineStep[];
  readonly invariants: readonly Invariant[];
  /**
   * Must hold where no step but faults can be taken: nothing is stuck half-way. Over globals and all instances;
   * `each` evaluates it for every instance. `isReached`: from every state such a place can be reached without faults,
   * too; else a machine that goes round for ever would be asked nothing. Not looked for with `partialOrder`.
   */
  readonly ends?: {
    readonly each: boolean;
    readonly holds: Expression;
    readonly says: string;
    readonly isReached?: boolean;
  };
  /** Must come about from every state again and again, if each step that stays possible is taken some time (weak fairness). */
  readonly eventually: readonly Invariant[];
  /** Must be reached for some instance, or else what holds says little: see `Checked`. */
  readonly goals?: readonly Goal[];
}

/** A condition that some state must meet, so that a property is put to the test. */
export type Goal = Invariant;

/** A whole number from 0 to `most`; it starts at `start`. */
export interface Variable {
  readonly name: string;
  readonly most: number;
  readonly start: number;
  /** Holds the number of an instance or 0: renamed together with the instances under symmetry. */
  readonly isInstance?: true;
  /** Names of the values in words, for people: `['new', 'pending', 'paid']`. */
  readonly words?: readonly string[];
  /**
   * A value beyond its range is not clamped to it: the step is left out, and the search says so instead of `holds`.
   * For what stands for a value that has no such end.
   */
  readonly tellsOverflow?: true;
}

/** Names evaluate to a local variable of the instance the step is taken for, else to a global one. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'variable'; readonly name: string }
  /** A local variable of the instance whose number is stored in a variable; 0 where none is. */
  | { readonly kind: 'of'; readonly instance: string; readonly name: string }
  /** The number of the instance the step is taken for. */
  | { readonly kind: 'self' }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Expression[] }
  | {
      readonly kind: 'compare';
      readonly operator: '=' | '!=' | '<' | '<=' | '>' | '>=';
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'add' | 'subtract' | 'least' | 'greatest';
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'if';
      readonly when: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    }
  /** Sum of an expression, or number of instances for which it holds, over all instances. */
  | { readonly kind: 'sum' | 'count'; readonly of: Expression };

/** All right sides are evaluated before any is assigned; a value outside its range is clamped to it, see `tellsOverflow`. */
export interface Assignment {
  readonly variable: string;
  readonly value: Expression;
  /** Assigns the local variable of the instance whose number this variable stores. */
  readonly of?: string;
}

export interface MachineStep {
  readonly id: string;
  /** Taken once for each instance, or once for all. */
  readonly each: boolean;
  readonly when: Expression;
  /** One of these happens; two or more are a choice nobody controls. */
  readonly outcomes: readonly { readonly says?: Said; readonly assign: readonly Assignment[] }[];
  /** Crash, duplicate, loss, timeout: may happen or not, and nothing may depend on it. */
  readonly isFault: boolean;
  readonly says: Said;
}

/** What a step is in a sequence diagram: who does it, to whom, in a developer's words. */
export interface Said {
  readonly from: string;
  readonly to?: string;
  readonly words: string;
}

export interface Invariant {
  readonly id: string;
  /** For every instance, or once. */
  readonly each: boolean;
  readonly holds: Expression;
  /** `A customer is charged at most once.` */
  readonly says: string;
}

export interface Search {
  /** Distinct states after which the search gives up and says so. */
  readonly mostStates: number;
  /** Interchangeable instances are searched once (states are sorted). */
  readonly symmetry: boolean;
  /** Independent steps are not tried in every order. Off for state counts that are compared with other checkers. */
  readonly partialOrder: boolean;
}

export type Checked =
  | {
      readonly kind: 'holds';
      readonly states: number;
      readonly transitions: number;
      readonly depth: number;
      /** Goals no state met; not looked for with `partialOrder`. */
      readonly unreached: readonly Goal[];
      /** Ids of steps that could never be taken; not looked for with `partialOrder`. */
      readonly untaken: readonly string[];
    }
  /** Nothing is at fault among the states that were found, but a step was left out: it would leave the range of a variable. */
  | {
      readonly kind: 'out-of-range';
      readonly variable: string;
      readonly says: Said;
      /** Shortest way to where the step would be taken. */
      readonly trace: readonly TraceStep[];
      readonly states: number;
      readonly transitions: number;
      readonly depth: number;
    }
  | {
      readonly kind: 'violated';
      /** Id of the invariant; `ends` for a stuck state; of the `eventually` entry for a way that never comes there. */
      readonly property: string;
      readonly says: string;
      /** Shortest way there from the start. */
      readonly trace: readonly TraceStep[];
      /** For `eventually`, and where no end is reached: steps repeated for ever after the trace. */
      readonly loop?: readonly TraceStep[];
      readonly states: number;
      readonly transitions: number;
    }
  | {
      readonly kind: 'too-large';
      readonly states: number;
      readonly transitions: number;
      readonly depth: number;
    };

export interface TraceStep {
  readonly step: string;
  /** 0 for a step that is taken once for all. */
  readonly instance: number;
  readonly says: Said;
  /** Variables that changed, by name (`paid[1]` for a local one), with their new value. */
  readonly changed: Readonly<Record<string, number>>;
}
