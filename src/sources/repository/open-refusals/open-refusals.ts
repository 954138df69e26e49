import type { Backend } from '../../../model/backend.ts';
import type { Gap } from '../../../model/origin.ts';
import type { TextFile } from '../gather.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { refusalsOfFunctions } from './functions.ts';
import { refusalsOfScripts } from './scripts.ts';

export interface Code {
  readonly tree: (path: string) => SyntaxNode | undefined;
  readonly files: ReadonlyMap<string, TextFile>;
}

/** A check that answers a refusal and lets what it refuses go on. */
export interface OpenRefusal {
  readonly endpoint: string;
  readonly file: string;
  /** The function or script in which it stands. */
  readonly name: string;
  readonly line: number;
}

/** Endpoints that are told one by one for the same check. */
const mostEndpoints = 20;

/**
 * Checks of Go, Java, Python and PHP that say no and do not end: an answer or a redirect is sent, and the code behind it
 * runs all the same.
 */
export function openRefusals(backend: Backend, code: Code): readonly Gap[] {
  const found = [...refusalsOfFunctions(backend, code), ...refusalsOfScripts(backend, code)];
  const told = new Map<string, number>();
  return found.flatMap(({ endpoint, file, name, line }) => {
    const key = `${file}:${line}`;
    const before = told.get(key) ?? 0;
    told.set(key, before + 1);
    return before >= mostEndpoints
      ? []
      : [
          {
            kind: 'open-refusal',
            subject: endpoint,
            why: `${name} refuses and goes on`,
            origin: { kind: 'read' as const, file, line },
          },
        ];
  });
}
