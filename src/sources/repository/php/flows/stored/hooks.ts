import type { PhpCodebase } from '../../codebase.ts';

const known = new WeakMap<PhpCodebase, ReadonlySet<string>>();

const hooks =
  /\b(static|self|\w+)::(saving|creating|updating|retrieved|saved)\(|function\s+(saving|creating|updating|retrieved)\s*\(|Observer\b/;

const assigned = /->(\w+)\s*=(?![=>])/g;

/** Whether a hook of a model, or an observer of one, sets a column of that name. */
export function isChangedByHooks(codebase: PhpCodebase, column: string): boolean {
  const before = known.get(codebase);
  if (before !== undefined) return before.has(column);
  const found = new Set<string>();
  for (const { text } of codebase.sources)
    if (hooks.test(text)) for (const [, name = ''] of text.matchAll(assigned)) found.add(name);
  known.set(codebase, found);
  return found.has(column);
}
