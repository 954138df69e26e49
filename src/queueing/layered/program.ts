/**
 * What a request goes through, with every call written out in place, so that one number says where it is and to whom
 * it will answer. A station of c servers that serves in order is c places around a time, as a pool is.
 */
export interface Program {
  readonly nodes: readonly ProgramNode[];
  readonly resources: readonly Resource[];
  readonly sources: readonly ProgramSource[];
  /** Why figures are not exact although the chain is: times fitted by stages, disciplines taken as another. */
  readonly because: readonly string[];
}

export type ProgramNode =
  /** An exponential time. `shared`: the station's servers are shared by all who are there. */
  | {
      readonly kind: 'stage';
      readonly station: number;
      readonly rate: number;
      readonly isShared: boolean;
      readonly next: number;
    }
  /** Takes a place or waits for one. */
  | { readonly kind: 'enter'; readonly resource: number; readonly next: number }
  | { readonly kind: 'leave'; readonly resource: number; readonly next: number }
  | { readonly kind: 'choose'; readonly branches: readonly ProgramBranch[] }
  /** Something goes on by itself at `apart`. */
  | { readonly kind: 'spawn'; readonly apart: number; readonly next: number }
  | { readonly kind: 'pass'; readonly next: number }
  | { readonly kind: 'end' };

export interface ProgramBranch {
  readonly probability: number;
  readonly next: number;
}

/** `limit` places; who finds them taken waits, or, for arrivals of an open source, is lost. */
export interface Resource {
  readonly id: string;
  readonly kind: 'station' | 'pool' | 'arrivals';
  readonly places: number;
  readonly discipline: 'fifo' | 'lifo';
}

export interface ProgramSource {
  readonly id: string;
  /** Requests that go round, 1 for the clock of an open source. */
  readonly tokens: number;
  readonly start: number;
  /** Where the request itself begins: after thinking, or at arrival. */
  readonly request: number;
}
