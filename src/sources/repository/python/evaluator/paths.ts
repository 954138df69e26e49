import type { ClassValue, Value } from './value.ts';

/**
 * Where a value outside the target comes from, as one text: `flask.Flask().route`, `django.urls.path()`. Instances of
 * classes of the target are those of the library class they extend.
 */
export function libraryPath(value: Value | undefined, depth = 0): string | undefined {
  if (value === undefined || depth > 12) return undefined;
  switch (value.kind) {
    case 'library':
      return value.path;
    case 'result': {
      const callee = libraryPath(value.callee, depth + 1);
      return callee === undefined ? undefined : `${callee}()`;
    }
    case 'member': {
      const object = libraryPath(value.object, depth + 1);
      return object === undefined ? undefined : `${object}.${value.name}`;
    }
    case 'class':
      return libraryBases(value)[0];
    case 'instance': {
      const [base] = libraryBases(value.of);
      return base === undefined ? undefined : `${base}()`;
    }
    default:
      return undefined;
  }
}

/** The class and its bases in the target, in the order in which attributes are looked up. */
export function lineage(value: ClassValue): readonly ClassValue[] {
  const found: ClassValue[] = [];
  const visit = (at: ClassValue, depth: number): void => {
    if (depth > 20) return;
    const known = found.indexOf(at);
    if (known !== -1) found.splice(known, 1);
    found.push(at);
    for (const base of at.bases) if (base.kind === 'class') visit(base, depth + 1);
  };
  visit(value, 0);
  return found;
}

/** Paths of the classes outside the target that it extends, nearest first. */
export const libraryBases = (value: ClassValue): readonly string[] =>
  lineage(value).flatMap(({ bases }) =>
    bases.flatMap((base) =>
      base.kind === 'class' ? [] : (libraryPath(base)?.replace(/\.\[\]\(\)$/, '') ?? []),
    ),
  );

export const extendsLibrary = (value: ClassValue, pattern: RegExp): boolean =>
  libraryBases(value).some((path) => pattern.test(path));

/** Whether a value is what a call of something by that name gave. */
export const isCallOf = (value: Value | undefined, name: string): boolean =>
  value?.kind === 'result' && libraryPath(value)?.endsWith(`${name}()`) === true;
