import type { Site, Value } from '../../javascript/value.ts';
import type { Given, JudgedGuard } from '../routing.ts';

export type RootType = 'Query' | 'Mutation' | 'Subscription';

export interface Argument {
  readonly name: string;
  readonly type?: string;
  readonly required: boolean;
}

/** A field of a root type, as its schema or its builder tells it. */
export interface RootField {
  readonly root: RootType;
  readonly name: string;
  readonly args: readonly Argument[];
  readonly resolver?: Value;
  /** Checks that directives or the builder put before the resolver. */
  readonly judged: readonly JudgedGuard[];
  readonly before?: readonly Given[];
  readonly site: Site;
}

export const rootNamed = (name: string | undefined): RootType | undefined =>
  name === 'Query' || name === 'Mutation' || name === 'Subscription' ? name : undefined;
