import { instruction } from './program.ts';
import type { Instruction } from './program.ts';

/** Steps whose failures go to one handler, which is often written later: whoever needs it is told then. */
export interface FailureScope {
  handler: number | undefined;
  readonly waiting: ((handler: number) => void)[];
}

export const failureScope = (): FailureScope => ({ handler: undefined, waiting: [] });

export function whenBound(scope: FailureScope, tell: (handler: number) => void): void {
  if (scope.handler === undefined) scope.waiting.push(tell);
  else tell(scope.handler);
}

/** A program while it is written. */
export interface ProgramBuilder {
  readonly program: Instruction[];
  /** What is written when the present routine is complete: handlers, branches, calls nobody waits for. */
  readonly deferred: (() => void)[];
}

export const programBuilder = (): ProgramBuilder => ({ program: [], deferred: [] });

export const here = (builder: ProgramBuilder): number => builder.program.length;

/** Appends an instruction that on failure goes to the handler of `scope`. */
export function emit(
  builder: ProgramBuilder,
  scope: FailureScope,
  given: Omit<Partial<Instruction>, 'onFailure'> & Pick<Instruction, 'op'>,
): Instruction {
  const written = instruction({ ...given, onFailure: 0 });
  builder.program.push(written);
  whenBound(scope, (handler) => {
    written.onFailure = handler;
  });
  return written;
}

/** Says that the next instruction is the handler of `scope`. */
export function bind(builder: ProgramBuilder, scope: FailureScope): void {
  scope.handler = here(builder);
  for (const tell of scope.waiting) tell(scope.handler);
}

/** Writes what was put off, and what that puts off in turn. */
export function writeDeferred(builder: ProgramBuilder): void {
  for (let write = builder.deferred.shift(); write !== undefined; write = builder.deferred.shift()) write();
}
