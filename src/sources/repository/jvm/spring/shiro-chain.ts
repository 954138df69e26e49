import type { ClassDeclaration } from '../classes.ts';

export interface ShiroRule {
  /** Undefined: settings give it. */
  readonly pattern: string | undefined;
  readonly filters: readonly string[];
  readonly line: number;
  /** Only under some condition. */
  readonly perhaps?: boolean;
}

export interface ShiroChain {
  readonly of: ClassDeclaration;
  readonly rules: readonly ShiroRule[];
  /** Filters of the target, by the names under which chains have them. */
  readonly own: ReadonlyMap<string, ClassDeclaration | undefined>;
}
