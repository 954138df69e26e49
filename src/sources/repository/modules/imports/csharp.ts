import type { TextFile } from '../../gather.ts';
import { blanked, lineCounter } from '../../lines.ts';
import type { ImportsOf, Use } from '../unit.ts';

const namespaceLine = /^[ \t]*namespace\s+([\w.]+)/m;
const declaration = /\b(?:class|interface|struct|enum|record(?:\s+(?:class|struct))?)\s+([A-Z]\w*)/g;
const usingLine = /^[ \t]*(global\s+)?using\s+(?:static\s+)?([\w.]+)\s*;/gm;

interface Declared {
  readonly namespace: string;
  readonly path: string;
}

/** Types that a file names and another file declares, in a namespace that is in scope. */
export function csharpImports(files: readonly TextFile[]): ImportsOf {
  const types = new Map<string, Declared[]>();
  const namespaces = new Set<string>();
  const everywhere = new Set<string>();
  for (const { path, text } of files) {
    const namespace = namespaceLine.exec(text)?.[1] ?? '';
    namespaces.add(namespace);
    for (const match of text.matchAll(declaration)) {
      const known = types.get(match[1] ?? '');
      if (known === undefined) types.set(match[1] ?? '', [{ namespace, path }]);
      else known.push({ namespace, path });
    }
    for (const match of text.matchAll(usingLine)) if (match[1] !== undefined) everywhere.add(match[2] ?? '');
  }
  return ({ path, text }) => {
    const code = withoutTexts(text);
    const usings = [...code.matchAll(usingLine)].map((match) => match[2] ?? '');
    const scope = new Set([...usings, ...everywhere, ...enclosing(namespaceLine.exec(code)?.[1] ?? '')]);
    const uses: Use[] = [];
    const seen = new Set<string>();
    const lineOf = lineCounter(code);
    for (const match of code.matchAll(/(?<![.\w])[A-Z]\w*/g)) {
      const name = match[0];
      if (seen.has(name)) continue;
      seen.add(name);
      const found = (types.get(name) ?? []).filter(({ namespace }) => scope.has(namespace));
      // A name of several types in scope tells none of them; its own file's type hides the others.
      const [first, second] = found;
      if (first === undefined || second !== undefined || first.path === path) continue;
      uses.push({ path: first.path, line: lineOf(match.index) });
    }
    return { uses, libraries: usings.filter((name) => !namespaces.has(name)) };
  };
}

/** A namespace sees what those around it declare. */
function enclosing(namespace: string): readonly string[] {
  const parts = namespace.split('.');
  return ['', ...parts.map((_, index) => parts.slice(0, index + 1).join('.'))];
}

/** Comments and texts become spaces, so that places stay. */
const withoutTexts = (text: string): string =>
  blanked(text, /\/\*(?:[\s\S]*?\*\/|[\s\S]*)|\/\/.*$|"(?:[^"\\\n]|\\.)*"/gm);
