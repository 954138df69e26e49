import type { FlowStep } from '../../../model/flow.ts';
import type { Origin } from '../../../model/origin.ts';
import { isHarmless, isOnlyStored } from './marks.ts';

/** A place on the way of something untrusted, in the syntax tree of its language. */
export interface Station<File, Node> {
  readonly what: string;
  readonly file: File;
  readonly node: Node;
}

/** One station on the way, the last first. */
export interface StepOf<File, Node> extends Station<File, Node> {
  readonly before: StepOf<File, Node> | undefined;
  readonly length: number;
}

/** Something untrusted as it arrives in a value, with what it can still do there. */
export interface TaintOf<File, Node> {
  /** Where it comes in. */
  readonly source: Station<File, Node>;
  readonly marks: number;
  readonly step: StepOf<File, Node> | undefined;
}

/** Most sources that one value keeps apart. */
const most = 6;

/** The same source counts once, with all it can do on either way. */
export function joinTaints<File, Node>(
  a: readonly TaintOf<File, Node>[],
  b: readonly TaintOf<File, Node>[],
): readonly TaintOf<File, Node>[] {
  if (b.length === 0 || a === b) return a;
  if (a.length === 0) return b;
  const found = [...a];
  for (const taint of b) {
    const at = found.findIndex(({ source }) => source === taint.source);
    const same = found[at];
    if (same === undefined) {
      if (found.length < most) found.push(taint);
      else if (!isOnlyStored(taint.marks)) replaceStored(found, taint);
    } else if ((same.marks | taint.marks) !== same.marks)
      found[at] = { ...same, marks: same.marks | taint.marks };
  }
  return found;
}

/** What comes from outside stands before what a record holds. */
function replaceStored<File, Node>(found: TaintOf<File, Node>[], taint: TaintOf<File, Node>): void {
  const at = found.findIndex(({ marks }) => isOnlyStored(marks));
  if (at !== -1) found[at] = taint;
}

/** Gives each taint new marks; one without any is gone. */
export const remarked = <File, Node>(
  taints: readonly TaintOf<File, Node>[],
  change: (marks: number) => number,
): readonly TaintOf<File, Node>[] =>
  taints.flatMap((taint) => {
    const marks = change(taint.marks);
    return isHarmless(marks) ? [] : [marks === taint.marks ? taint : { ...taint, marks }];
  });

/** Keeps of the taints what the mask lets through; one that can do nothing any more is gone. */
export const masked = <File, Node>(
  taints: readonly TaintOf<File, Node>[],
  mask: number,
): readonly TaintOf<File, Node>[] =>
  taints.every(({ marks }) => (marks & mask) === marks) ? taints : remarked(taints, (marks) => marks & mask);

/** Longest way that is told. */
const longest = 40;

/** The same one station further. */
export const further = <File, Node>(
  taints: readonly TaintOf<File, Node>[],
  { what, file, node }: Station<File, Node>,
): readonly TaintOf<File, Node>[] =>
  taints.map((taint) => {
    const before = taint.step;
    const isTold = (before?.length ?? 0) >= longest || before?.node === node;
    return isTold
      ? taint
      : { ...taint, step: { what, file, node, before, length: (before?.length ?? 0) + 1 } };
  });

/** A taint that came out of a call, as it comes out of one that is alike: its way begins with the new one's. */
export function rebased<File, Node>(
  taint: TaintOf<File, Node>,
  given: readonly TaintOf<File, Node>[],
  now: readonly TaintOf<File, Node>[],
): TaintOf<File, Node> {
  for (const [at, before] of given.entries()) {
    if (before.source !== taint.source) continue;
    const instead = now[at];
    if (instead === undefined || instead.source === taint.source) continue;
    return {
      source: instead.source,
      marks: taint.marks,
      step: grafted(taint.step, before.step, instead.step),
    };
  }
  return taint;
}

function grafted<File, Node>(
  step: StepOf<File, Node> | undefined,
  from: StepOf<File, Node> | undefined,
  onto: StepOf<File, Node> | undefined,
): StepOf<File, Node> | undefined {
  if (step === from || step === undefined) return onto;
  const before = grafted(step.before, from, onto);
  return { ...step, before, length: (before?.length ?? 0) + 1 };
}

/** The way in words, the first station first. */
export function stepsOf<File, Node>(
  last: StepOf<File, Node> | undefined,
  originOf: (file: File, node: Node) => Origin,
): readonly FlowStep[] {
  const steps: FlowStep[] = [];
  for (let at = last; at !== undefined; at = at.before)
    steps.push({ what: at.what, origin: originOf(at.file, at.node) });
  return steps.toReversed();
}
