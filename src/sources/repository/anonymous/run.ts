import type { SyntaxNode } from '../languages/syntax.ts';
import type { Flow, Frame, Links } from './flow.ts';
import type { Known, Language } from './language.ts';
import { runAll } from './statements.ts';

/**
 * `refused`: no caller without credentials gets past. `perhaps`: some do, or it is not understood. `open`: some do not, but
 * not for who they are as far as is understood; `set`: nor do all, as is set at run time. `passes`: all do.
 */
export type Told = 'refused' | 'perhaps' | 'open' | 'set' | 'passes';

const steps = 4000;

/**
 * Runs the statements of a check as somebody without credentials. Whoever only permissions of nobody could let in is
 * refused too: an application that lets nobody do something has to be told so.
 */
export function runAnonymously(language: Language, statements: readonly SyntaxNode[], from: From): Told {
  const told = runOnce(language, statements, from, false);
  if (told !== 'perhaps') return told;
  return runOnce(language, statements, from, true) === 'refused' ? 'refused' : 'perhaps';
}

/** The same as far as it is understood: nothing is guessed of what is not. */
export const runAsUnderstood = (language: Language, statements: readonly SyntaxNode[], from: From): Told =>
  runOnce(language, statements, from, false);

/** Whether whoever is not known at all gets past for certain: no way ends without handing the request on. */
export function letsNobodyThrough(
  language: Language,
  statements: readonly SyntaxNode[],
  from: From,
): boolean {
  const flow = flowOf(language, statements, from, true);
  if (flow === undefined || flow.refuses || flow.answers || flow.throws !== 'no') return false;
  return from.endHandsOn
    ? flow.handsOn || flow.goesOn || flow.returned.length > 0
    : flow.handsOn && !flow.goesOn && flow.returned.length === 0;
}

/** What a question gives back to somebody who is not known at all; undefined where there is too much to run. */
export function answersNobody(
  language: Language,
  statements: readonly SyntaxNode[],
  known: From['known'],
  strictly: boolean,
): readonly Known[] | undefined {
  const flow = flowOf(language, statements, { endHandsOn: true, ...(known && { known }) }, strictly);
  return flow === undefined ? undefined : [...flow.returned, ...(flow.goesOn ? (['no'] as const) : [])];
}

/** Whether some way ends with handing the request on. */
export const mayHandOn = (language: Language, statements: readonly SyntaxNode[]): boolean =>
  flowOf(language, statements, { endHandsOn: false }, false)?.handsOn ?? true;

export interface From {
  /** Falling off the end, or returning, hands the request on. */
  readonly endHandsOn: boolean;
  readonly known?: readonly (readonly [string, Known])[];
  readonly links?: Links;
}

function runOnce(language: Language, statements: readonly SyntaxNode[], from: From, strictly: boolean): Told {
  const flow = flowOf(language, statements, from, strictly);
  if (flow === undefined) return 'perhaps';
  const { endHandsOn } = from;
  const through = flow.handsOn || ((flow.goesOn || flow.returned.length > 0) && endHandsOn);
  if (!flow.refuses && flow.throws !== 'asked')
    return !flow.answers && flow.throws !== 'otherwise'
      ? 'passes'
      : flow.bySetting && through
        ? 'set'
        : 'open';
  return through ? 'perhaps' : 'refused';
}

/** Undefined where there is too much to run. */
export function flowOf(
  language: Language,
  statements: readonly SyntaxNode[],
  { known = [], links }: From,
  strictly: boolean,
): Flow | undefined {
  const frame: Frame = {
    language,
    names: new Map(known),
    asked: false,
    running: [statements],
    budget: { left: steps },
    strictly,
    ...(links === undefined ? {} : { links }),
  };
  const flow = runAll(frame, statements);
  return frame.budget.left < 0 ? undefined : flow;
}
