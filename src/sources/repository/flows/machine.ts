import type { Node, Statement } from 'oxc-parser';
import type { Codebase } from '../javascript/codebase.ts';
import type { ParsedFile } from '../javascript/parse.ts';
import type { FunctionNode } from '../javascript/syntax.ts';
import type { Checked } from './request-checks.ts';
import type { Branch, Ending, Scope, State } from './scope.ts';
import { newState } from './scope.ts';
import type { Hit, Sink } from './sinks/sink.ts';
import type { Stored } from './stored-records.ts';
import type { Closure, Shape, Source, Taint, Value } from './value.ts';

/** A function or module that is being walked. */
export interface Frame {
  readonly file: ParsedFile;
  readonly scope: Scope;
  readonly self: Value | undefined;
  readonly home: Shape | undefined;
  /** Name of the function, for the words of steps. */
  readonly name: string;
  /** What it returned so far. */
  readonly answer: { value: Value };
}

/** A call or construction, with what is known of it. */
export interface Site {
  readonly node: Node;
  readonly frame: Frame;
  /** Name of the method or function as it is written. */
  readonly key: string | undefined;
  readonly receiver: Value | undefined;
  /** The receiver as it is written, `this.db`. */
  readonly written: string;
  readonly isNew: boolean;
}

/** One way on which something untrusted gets into a sink. */
export interface Arrival {
  readonly hit: Hit;
  readonly sink: Sink;
  readonly site: Site;
  readonly taint: Taint;
}

/** What is known of who is calling. */
export interface Callers {
  /** One for all, once something said who it is. */
  source: Source | undefined;
  /** Parts of requests that a handler before sets to who is calling: `@req#body.userId`. */
  readonly overwritten: Set<string>;
  /** Parts of requests that were read while nobody was known to set them. */
  readonly read: Set<string>;
  /** Functions that run for one request, the handler first. */
  stack: readonly Closure[];
  /** Functions for whose requests the caller was compared with something. */
  readonly settled: Map<FunctionNode, Closure>;
  /** Times that happened. */
  settlings: number;
  /** What is put into an object as it is: `{ isMine: note.userId === user.id }` decides nothing yet. */
  shown: Node | undefined;
}

/** Walks code as it would run, with values that know where untrusted text is in them. */
export interface Machine {
  readonly codebase: Codebase;
  state: State;
  /** Calls inside each other. */
  calls: number;
  /** What was thrown since the innermost block that catches was opened. */
  thrown: Value;
  readonly callers: Callers;
  /** What middleware tested of the request that is walked. */
  checked: Checked;
  readonly arrivals: Arrival[];
  /** Functions in the order in which they came to be. */
  readonly closures: Closure[];
  readonly entered: Set<FunctionNode>;
  /** What code keeps on requests and answers, for whoever sees them next: `@req#order`. */
  readonly kept: Map<string, Value>;
  /** What code stores and looks up, by the names of the code. */
  readonly stored: Map<string, Stored>;
  readonly sourceAt: (what: string, file: ParsedFile, node: Node) => Source;
  readonly spend: () => boolean;
  readonly cut: (why: string) => void;
  readonly evaluate: (node: Node, frame: Frame) => Value;
  readonly execute: (statements: readonly (Statement | Node)[], frame: Frame) => Ending;
  readonly bind: (pattern: Node, value: Value, frame: Frame, declares: boolean) => void;
  readonly assign: (target: Node, value: Value, frame: Frame) => void;
  readonly member: (value: Value, key: string | undefined, node: Node, frame: Frame) => Value;
  readonly invoke: (callee: Value, args: readonly Value[], site: Site) => Value;
  readonly enter: (closure: Closure, args: readonly Value[], site?: Site) => Value;
  readonly construct: (shape: Shape, args: readonly Value[], site: Site | undefined) => Value;
  /** What a type of a parameter or field gives: an instance of a class, or of a library's class. */
  readonly ofType: (type: Node, frame: Frame) => Value;
  readonly importFrom: (specifier: string, from: ParsedFile) => Value;
  readonly importName: (specifier: string, name: string, from: ParsedFile) => Value;
  readonly exportsOf: (path: string) => Value;
  readonly report: (arrival: Arrival) => void;
}

/** Walks something in a state of its own. */
export function inBranch(machine: Machine, walk: () => Ending): Branch {
  const outer = machine.state;
  const state = newState(outer);
  machine.state = state;
  try {
    return { ending: walk(), state };
  } finally {
    machine.state = outer;
  }
}
