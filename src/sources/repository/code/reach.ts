import type { CallExpression, Node } from 'oxc-parser';
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
      const key = commandGiven(tracer, node, place) ?? calledFunction(tracer, node, place);
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
  for (const name of interfacesOf(place)) add(linesOf(node.value), `${name}.${key}`);
  if (key === 'execute') for (const name of commandsOf(place)) add(linesOf(node.value), commandKey(name));
}

/** What a class implements: a call of the interface runs its method. */
const interfacesOf = ({ class: owner }: Place): readonly string[] =>
  (owner?.implements ?? []).flatMap(({ expression }) =>
    expression.type === 'Identifier' ? [expression.name] : [],
  );

const commandKey = (name: string): string => `command ${name}`;

/** The commands and queries that a class of NestJS handles: `@CommandHandler(PlaceOrder)`. */
const commandsOf = ({ class: owner }: Place): readonly string[] =>
  (owner?.decorators ?? []).flatMap(({ expression }) =>
    expression.type === 'CallExpression' &&
    expression.callee.type === 'Identifier' &&
    /^(Command|Query)Handler$/.test(expression.callee.name)
      ? expression.arguments.flatMap((each) => (each.type === 'Identifier' ? [each.name] : []))
      : [],
  );

/** `commandBus.execute(new PlaceOrder(…))`: the handler of that class runs. */
function commandGiven(
  tracer: Tracer,
  { callee, arguments: given }: CallExpression,
  place: Place,
): string | undefined {
  if (callee.type !== 'MemberExpression' || plainKey(callee.property, callee.computed) !== 'execute')
    return undefined;
  const [first] = given;
  const found = first?.type === 'Identifier' ? tracer.find(first.name, place)?.binding : undefined;
  const made = found?.kind === 'value' ? found.node : first;
  return made?.type === 'NewExpression' && made.callee.type === 'Identifier'
    ? commandKey(made.callee.name)
    : undefined;
}
