import type { Backend } from '../../model/backend.ts';
import type { DeadCode, LegacyCode, OpenInclude, SharedGlobal } from '../../model/legacy-code.ts';
import { compareText } from '../../model/text.ts';
import { known, none, unknown } from './told.ts';
import type { Told } from './told.ts';

export interface IncludeFigures {
  /** Pairs of files of which one uses the other. */
  readonly edges: number;
  /** Files that most others use. */
  readonly most: readonly { readonly path: string; readonly usedBy: number }[];
  /** Files that lead back to themselves, by one of them. */
  readonly cycles: readonly (readonly string[])[];
  readonly open: readonly OpenInclude[];
}

const notAsked = unknown('the code was not read for a migration');

const deepOnly = (legacy: LegacyCode, what: string): string =>
  `${what} is told of PHP alone, and none of ${legacy.files.length} files is PHP`;

export function includesOf({ legacy }: Backend): Told<IncludeFigures> {
  if (legacy === undefined) return notAsked;
  if (legacy.files.length === 0) return unknown('no file of a language that is read was found');
  const usedBy = new Map<string, number>();
  let edges = 0;
  for (const { uses } of legacy.files)
    for (const path of uses) {
      edges += 1;
      usedBy.set(path, (usedBy.get(path) ?? 0) + 1);
    }
  if (edges === 0 && legacy.openIncludes.length === 0)
    return none(`no file of ${legacy.files.length} names another one`);
  const most = [...usedBy]
    .map(([path, count]) => ({ path, usedBy: count }))
    .toSorted((a, b) => b.usedBy - a.usedBy || compareText(a.path, b.path));
  return known(
    { edges, most: most.slice(0, 15), cycles: cyclesOf(legacy), open: legacy.openIncludes },
    legacy.openIncludes.map(({ origin }) => origin),
  );
}

/** Strongly connected files (Tarjan, "Depth-first search and linear graph algorithms", 1972), without recursion; largest first. */
function cyclesOf({ files }: LegacyCode): readonly (readonly string[])[] {
  const uses = new Map(files.map((file) => [file.path, file.uses]));
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const found: (readonly string[])[] = [];
  const close = (path: string): void => {
    if (low.get(path) !== index.get(path)) return;
    const members = open.splice(open.lastIndexOf(path));
    for (const member of members) isOpen.delete(member);
    if (members.length > 1) found.push(members.toSorted(compareText));
  };
  for (const { path: start } of files) {
    if (index.has(start)) continue;
    const way: { readonly path: string; at: number }[] = [{ path: start, at: 0 }];
    while (way.length > 0) {
      const step = way.at(-1);
      if (step === undefined) break;
      const { path } = step;
      if (step.at === 0) {
        index.set(path, index.size);
        low.set(path, index.get(path) ?? 0);
        open.push(path);
        isOpen.add(path);
      }
      const next = uses.get(path)?.[step.at];
      step.at += 1;
      if (next === undefined) {
        way.pop();
        const above = way.at(-1);
        if (above !== undefined) low.set(above.path, Math.min(low.get(above.path) ?? 0, low.get(path) ?? 0));
        close(path);
      } else if (!index.has(next)) {
        if (uses.has(next)) way.push({ path: next, at: 0 });
      } else if (isOpen.has(next)) low.set(path, Math.min(low.get(path) ?? 0, index.get(next) ?? 0));
    }
  }
  return found.toSorted((a, b) => b.length - a.length || compareText(a[0] ?? '', b[0] ?? ''));
}

export function globalsOf({ legacy }: Backend): Told<readonly SharedGlobal[]> {
  if (legacy === undefined) return notAsked;
  if (legacy.searched.deep === 0) return unknown(deepOnly(legacy, 'what functions share'));
  return legacy.globals.length === 0
    ? none(`no function of ${legacy.searched.deep} files takes a variable it is not given`)
    : known(
        legacy.globals,
        legacy.globals.flatMap(({ takenBy }) => takenBy),
      );
}

export function deadOf({ legacy }: Backend): Told<readonly DeadCode[]> {
  if (legacy === undefined) return notAsked;
  if (legacy.searched.deep === 0 && legacy.dead.length === 0)
    return unknown(deepOnly(legacy, 'what nothing leads to'));
  return legacy.dead.length === 0
    ? none(
        `everything in ${legacy.searched.deep} files may be led to, as far as names in ${legacy.searched.names} files tell`,
      )
    : known(
        legacy.dead,
        legacy.dead.map(({ origin }) => origin),
      );
}

export interface TestFigures {
  readonly files: number;
  readonly lines: number;
  readonly cases: number;
  readonly frameworks: readonly string[];
  /** Lines of tests for each line of the system's own code. */
  readonly ratio: number;
  readonly measured: boolean;
  /** Pipelines that run tests. */
  readonly pipelines: readonly string[];
}

export function testsOf({ legacy, architecture }: Backend): Told<TestFigures> {
  if (legacy === undefined) return notAsked;
  const { files, frameworks, coverage } = legacy.tests;
  const pipelines = architecture.deployment.filter(
    ({ kind, facts }) => kind === 'pipeline' && facts['tests'] === 'yes',
  );
  if (files.length === 0)
    return none(
      `no test was found in ${legacy.searched.names} files${frameworks.length === 0 ? '' : `, though ${frameworks.map(({ name }) => name).join(', ')} is asked for`}`,
    );
  const lines = files.reduce((sum, file) => sum + file.lines, 0);
  const own = legacy.files.reduce((sum, file) => sum + (file.data === true ? 0 : file.lines), 0);
  return known(
    {
      files: files.length,
      lines,
      cases: files.reduce((sum, file) => sum + file.cases, 0),
      frameworks: frameworks.map(({ name }) => name),
      ratio: own === 0 ? 0 : lines / own,
      measured: coverage.length > 0,
      pipelines: pipelines.map(({ name }) => name),
    },
    [...files.map(({ path }) => ({ kind: 'read', file: path, line: 1 }) as const), ...coverage],
  );
}
