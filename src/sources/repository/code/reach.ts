import type { Node } from 'oxc-parser';
import type { Codebase } from '../javascript/codebase.ts';
import { lineAt } from '../javascript/parse.ts';
import { isFunctionNode, plainKey } from '../javascript/syntax.ts';
import type { CallGraph, Lines, Reach } from './call-graph.ts';
import { createCallGraph } from './call-graph.ts';
import { calledFunction } from './called.ts';
import type { Tracer } from './tracing.ts';
import type { Place, Visit } from './visit.ts';
import { visitPath } from './visit.ts';

/** Functions and calls of JavaScript, from the pass that all readers share. */
export interface CodeReach extends Reach {
  readonly visit: Visit;
}

export function createReach(codebase: Codebase, tracer: Tracer): CodeReach {
  const graph = createCallGraph();
  const seen = new Set<string>();
  const visit: Visit = (node, place) => {
    if (node.type === 'Program') seen.add(place.file.path);
    if (node.type === 'CallExpression') {
      const key = calledFunction(tracer, node, place);
      const { inLoop, inTransaction } = place;
      const line = lineAt(place.file, node.start);
      if (key !== undefined)
        graph.addCall({ file: place.file.path, line, keys: [key], inLoop, inTransaction });
    }
    addFunction(graph, node, place);
  };
  return {
    visit,
    callersOf: graph.callersOf,
    around: graph.around,
    callsIn: graph.callsIn,
    callsOf: graph.callsOf,
    behind: (file, line, name) => {
      if (!isJavaScript(file)) return [];
      // A handler that only hands on is in a file that no reader looked at.
      if (!seen.has(file)) visitPath(codebase, file, visit);
      return graph.behind(file, line, name);
    },
  };
}

const isJavaScript = (file: string): boolean => /\.[cm]?[jt]sx?$/.test(file);

/** Every function by its lines; one with a name, or a method of a class, also by what a call would name. */
function addFunction({ addFunction: add }: CallGraph, node: Node, place: Place): void {
  const { path } = place.file;
  const linesOf = (found: Node): Lines => ({
    file: path,
    start: lineAt(place.file, found.start),
    end: lineAt(place.file, found.end),
  });
  if (isFunctionNode(node)) add(linesOf(node));
  if (node.type === 'FunctionDeclaration' && node.id !== null) add(linesOf(node), `${path}#${node.id.name}`);
  if (
    node.type === 'VariableDeclarator' &&
    node.id.type === 'Identifier' &&
    node.init !== null &&
    isFunctionNode(node.init)
  )
    add(linesOf(node.init), `${path}#${node.id.name}`);
  if (node.type !== 'MethodDefinition' && node.type !== 'PropertyDefinition') return;
  const key = plainKey(node.key, node.computed);
  const owner = place.class?.id?.name;
  if (key === undefined || owner === undefined || node.value === null || !isFunctionNode(node.value)) return;
  add(linesOf(node.value), `${owner}.${key}`);
}
