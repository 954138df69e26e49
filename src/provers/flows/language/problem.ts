/** Where something stands in the file, by keys and positions. */
export type Path = readonly (string | number)[];

/** Something that is wrong with the file, before its place is looked up. */
export interface Problem {
  readonly path: Path;
  readonly what: string;
  readonly next: string;
}

/** Collects what is wrong while names are resolved, so that all of it is told at once. */
export interface Problems {
  readonly list: Problem[];
  readonly tell: (path: Path, what: string, next: string) => void;
}

export function openProblems(): Problems {
  const list: Problem[] = [];
  return { list, tell: (path, what, next) => void list.push({ path, what, next }) };
}

/** `order, charges or stock`, at most a dozen. */
export function choices(names: readonly string[]): string {
  const few = names.slice(0, 12);
  if (few.length === 0) return 'none';
  const rest = names.length - few.length;
  return few.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
