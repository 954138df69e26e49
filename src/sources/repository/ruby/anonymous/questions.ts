import type { Call } from '../syntax.ts';
import { deepest, ofMethod } from './calls.ts';
import type { Frame, Known } from './state.ts';
import { isFalsy, isTruthy } from './state.ts';

/** A question of that name has no more definitions than these. */
const mostDefinitions = 4;

/** `story.editable_by?(nobody)`: what every definition of the question answers, where they are at one. */
export function askedAbout(frame: Frame, told: Call): Known | undefined {
  const found = told.name.endsWith('?') ? frame.lineage.methodsNamed(told.name) : [];
  if (found.length === 0 || found.length > mostDefinitions || frame.running.length >= deepest)
    return undefined;
  const said = found.map((method) => {
    const lineage = { ...frame.lineage, openings: [method.opening], outside: [] };
    const locals = new Map(frame.locals);
    const inner: Frame = { ...frame, lineage, locals, shared: new Map(frame.shared) };
    return ofMethod(inner, told, method).value;
  });
  if (said.every(isFalsy)) return 'false';
  return said.every(isTruthy) ? 'true' : undefined;
}
