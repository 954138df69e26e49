import type { SyntaxNode } from '../languages/syntax.ts';
import type { Frame } from './flow.ts';
import type { Known, Language } from './language.ts';
import { runAll } from './statements.ts';

/**
 * `refused`: no caller without credentials gets past. `perhaps`: some do, or it is not understood. `open`: some do not, but
 * not for who they are as far as is understood. `passes`: all do.
 */
export type Told = 'refused' | 'perhaps' | 'open' | 'passes';

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

export interface From {
  /** Falling off the end, or returning, hands the request on. */
  readonly endHandsOn: boolean;
  readonly known?: readonly (readonly [string, Known])[];
}

function runOnce(
  language: Language,
  statements: readonly SyntaxNode[],
  { endHandsOn, known = [] }: From,
  strictly: boolean,
): Told {
  const frame: Frame = {
    language,
    names: new Map(known),
    asked: false,
    running: [statements],
    budget: { left: steps },
    strictly,
  };
  const flow = runAll(frame, statements);
  if (frame.budget.left < 0) return 'perhaps';
  const through = flow.handsOn || ((flow.goesOn || flow.returned.length > 0) && endHandsOn);
  if (!flow.refuses && flow.throws !== 'asked')
    return flow.answers || flow.throws === 'otherwise' ? 'open' : 'passes';
  return through ? 'perhaps' : 'refused';
}
