import type { Machine } from './machine.ts';
import { anyPath, can, passing } from './marks.ts';
import { fits, isGlobal, patternOf } from './patterns-tried.ts';
import { listOf } from './methods.ts';
import { masked } from './taints.ts';
import type { Value } from './value.ts';
import { nothing, tainted, things } from './value.ts';

interface Group {
  readonly name: string | undefined;
  readonly source: string;
}

/** The capturing groups of a pattern, in the order in which they are numbered. */
export function groupsOf(source: string): readonly Group[] {
  const open: { at: number; start: number; name?: string }[] = [];
  const found: (Group | undefined)[] = [];
  for (let at = 0, isClass = false; at < source.length; at += 1) {
    const sign = source[at];
    if (sign === '\\') at += 1;
    else if (isClass) isClass = sign !== ']';
    else if (sign === '[') isClass = true;
    else if (sign === '(') {
      const name = /^\(\?<([^=!>][^>]*)>/.exec(source.slice(at, at + 60));
      const isCapturing = source[at + 1] !== '?' || name !== null;
      if (isCapturing) found.push(undefined);
      open.push({
        at: isCapturing ? found.length - 1 : -1,
        start: at + (name?.[0].length ?? 1),
        ...(name?.[1] === undefined ? {} : { name: name[1] }),
      });
    } else if (sign === ')') {
      const group = open.pop();
      if (group !== undefined && group.at >= 0)
        found[group.at] = { name: group.name, source: source.slice(group.start, at) };
    }
  }
  return found.map((group) => group ?? { name: undefined, source: '.*' });
}

/** What a text can do that is matched from end to end by a part of a pattern. */
function wholeMask(source: string, flags: string): number {
  if (/(^|[^\\])\.[*+{]/.test(source)) return ~can.object;
  const whole = { source: `^(?:${source})$`, flags };
  const left = passing((text) => fits(whole, text) !== false) & ~can.object;
  // What is excluded says nothing of all the rest, but that a path of several folders is excluded.
  return source.includes('[^') ? left | ~(anyPath | can.object) : left;
}

/** What a pattern finds in a text: the whole, and each of its groups; undefined where the pattern is not known. */
export function matched(machine: Machine, by: Value, subject: Value): Value | undefined {
  const pattern = patternOf(by);
  if (pattern === undefined || subject.taints.length === 0) return undefined;
  const found = partsOf(pattern, subject);
  return isGlobal(by) ? listOf(machine, found[0] ?? nothing) : foundAs(machine, found, pattern, subject);
}

/** The same for `matchAll`: a list of what was found. */
export function matchedAll(machine: Machine, by: Value, subject: Value): Value | undefined {
  const pattern = patternOf(by);
  if (pattern === undefined || subject.taints.length === 0) return undefined;
  return listOf(machine, foundAs(machine, partsOf(pattern, subject), pattern, subject));
}

/** The whole and the groups, as a function of a replacement is given them. */
export const partsOf = ({ source, flags }: RegExp, subject: Value): readonly Value[] =>
  [{ source }, ...groupsOf(source)].map((group) =>
    tainted(masked(subject.taints, wholeMask(group.source, flags))),
  );

function foundAs(machine: Machine, found: readonly Value[], { source }: RegExp, subject: Value): Value {
  const fields = new Map(found.map((value, at) => [String(at), value]));
  const named = new Map(
    groupsOf(source).flatMap(({ name }, at) =>
      name === undefined ? [] : [[name, found[at + 1] ?? nothing] as const],
    ),
  );
  const { depth } = machine.state;
  fields.set('groups', things({ kind: 'object', fields: named, rest: nothing, depth }));
  fields.set('input', tainted(subject.taints));
  fields.set('index', nothing);
  // Written as a text, it is all that was found.
  return things({ kind: 'object', fields, rest: found[0] ?? nothing, depth });
}
