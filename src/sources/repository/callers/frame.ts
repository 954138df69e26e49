import type { Query, Table } from '../../../model/data.ts';
import type { Lines } from '../code/call-graph.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import type { Handing } from '../python/queries/handing.ts';
import type { Fact, Ways } from './facts.ts';
import { areExclusive, everywhere } from './facts.ts';
import type { Mark } from './mark.ts';
import { joined, unmarked } from './mark.ts';
import type { CallShape } from './shapes.ts';
import type { Stores } from './stores.ts';

/** What a call of a function brings. */
export interface Summary {
  readonly returns: Mark;
  readonly facts: readonly Fact[];
}

/** A function of the target that a call runs. */
export interface Callee {
  readonly lines: Lines;
  readonly node: SyntaxNode;
  /** What stands above it: decorators, one a line. */
  readonly decorators: string;
  /** Of a class to which a framework hands who is calling: `@cbv(router)`. */
  readonly isDependent: boolean;
}

export interface World {
  /** The functions that a call runs, as far as names and types tell. */
  readonly callees: (file: string, call: CallShape) => readonly Callee[];
  /** Statements by the line of a file on which they are told. */
  readonly statements: (file: string, line: number) => readonly Query[];
  /** The table of that name or of the rows of a class of that name. */
  readonly table: (name: string) => Table | undefined;
  /** Python: functions of the target that hand statements on to a driver. */
  readonly handing: Handing;
  /** Columns that are not written when a row of a table is answered; `*` where nobody knows which. */
  readonly unshown: (entity: string) => readonly string[];
  /** Records that Python code keeps outside of tables. */
  readonly stores: Stores;
  /** Whether a class of a body keeps fields that it does not declare, as a file knows it. */
  readonly isOpen: (name: string, file: string) => boolean;
  readonly summary: (callee: Callee, given: ReadonlyMap<string, Mark>, depth: number) => Summary;
}

export interface Bound {
  readonly mark: Mark;
  readonly ways: Ways;
}

/** A function that is walked with what its parameters hold. */
export interface Frame {
  readonly world: World;
  readonly file: string;
  readonly node: SyntaxNode;
  /** What names hold, by the ways on which they are given it. */
  readonly names: Map<string, readonly Bound[]>;
  /** The ways on which nodes lie that do not lie on all. */
  readonly ways: ReadonlyMap<SyntaxNode, Ways>;
  readonly depth: number;
  /** What expressions hold, until a name is given another value. */
  readonly known: Map<SyntaxNode, Mark>;
}

/** Calls within calls that are followed from a handler. */
export const deepest = 8;

export const waysOf = ({ ways }: Frame, node: SyntaxNode): Ways => ways.get(node) ?? everywhere;

/** What a name holds where a node stands; undefined where nobody gives it a value. */
export function heldBy(frame: Frame, name: string, at: SyntaxNode): Mark | undefined {
  const bound = frame.names.get(name);
  if (bound === undefined) return undefined;
  const ways = waysOf(frame, at);
  return bound.reduce(
    (sum, each) => (areExclusive(each.ways, ways) ? sum : joined(sum, each.mark)),
    unmarked,
  );
}

/** Ways that are told apart for one name. */
const mostWays = 50;

/** Gives a name what it may hold from there on, beside what it holds. */
export function hold({ names, known }: Frame, name: string, mark: Mark, ways: Ways): void {
  known.clear();
  const bound = names.get(name) ?? [];
  if (bound.length > mostWays) {
    const all = bound.reduce((sum, each) => joined(sum, each.mark), mark);
    names.set(name, [{ mark: all, ways: everywhere }]);
    return;
  }
  const same = bound.find((each) => each.ways === ways);
  if (same === undefined) names.set(name, [...bound, { mark, ways }]);
  else
    names.set(
      name,
      bound.map((each) => (each === same ? { mark: joined(same.mark, mark), ways } : each)),
    );
}
