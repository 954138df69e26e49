import type { Decorator, Node } from 'oxc-parser';
import type { Repository } from '../gather.ts';
import { isFunctionNode, walk } from '../javascript/syntax.ts';
import type { FunctionNode } from '../javascript/syntax.ts';
import type { Machine } from './machine.ts';
import { reportHit } from './reporting.ts';
import { pageReturned, pageSink, storedPageSink } from './sinks/page.ts';
import { asTyped } from './graph-types.ts';
import { answersFields } from './resolvers.ts';
import { recordAnswerSink, recordsIn } from './sinks/record-answers.ts';
import type { Closure, Value } from './value.ts';
import { isEmpty } from './value.ts';

/** What a handler returns that a framework sends as it is: a text of Nest on Express, or of Hapi, is a page. */
export function reportAnswer(machine: Machine, closure: Closure, answer: Value, isHapi = false): void {
  if (isEmpty(answer)) return;
  const isController = isHapi || isOfController(closure);
  if (!isController && !answersFields(closure.node)) return;
  const { node, file, scope, self, home } = closure;
  const frame = { file, scope, self, home, name: '', answer: { value: answer } };
  const site = {
    node: returnOf(node),
    frame,
    key: undefined,
    receiver: undefined,
    written: '',
    isNew: false,
  };
  const { stack } = machine.callers;
  machine.callers.stack = [...stack, closure];
  const found = recordsIn(machine, answer, frame, site.node, 'answer of the handler');
  for (const hit of isController ? found : found.flatMap((each) => asTyped(machine, each)))
    reportHit(machine, recordAnswerSink, hit, site);
  machine.callers.stack = stack;
  if (answer.taints.length === 0 || !isController || !(isHapi || sendsTexts(machine, closure))) return;
  for (const hit of pageReturned(machine, answer, 'answer of the handler'))
    for (const sink of [pageSink, storedPageSink]) reportHit(machine, sink, hit, site);
}

/** The only thing a function returns; the function where it returns several. */
function returnOf(node: FunctionNode): Node {
  const found: Node[] = [];
  walk(node.body ?? node, (each) => {
    if (each.type === 'ReturnStatement') found.push(each.argument ?? each);
    return !isFunctionNode(each);
  });
  const [only] = found;
  return node.body?.type !== 'BlockStatement'
    ? (node.body ?? node)
    : found.length === 1 && only !== undefined
      ? only
      : node;
}

const verbs = /^(Get|Post|Put|Patch|Delete|All|Head)$/;

/** A method of a controller of Nest that a route leads to. */
function isOfController({ node, home, file }: Closure): boolean {
  if (home === undefined || !file.text.includes('@nestjs/common')) return false;
  if (!home.node.decorators.some((each) => nameOf(each) === 'Controller')) return false;
  return decoratorsOf({ node, home }).some((name) => verbs.test(name));
}

function decoratorsOf({ node, home }: Pick<Closure, 'node' | 'home'>): readonly string[] {
  const method = home?.node.body.body.find(
    (member) => member.type === 'MethodDefinition' && member.value === node,
  );
  return method?.type === 'MethodDefinition' ? method.decorators.map(nameOf) : [];
}

/** Nothing else sends, types or wraps the text that a method answers. */
function sendsTexts({ codebase }: Machine, { node, home }: Closure): boolean {
  if (decoratorsOf({ node, home }).some((name) => /^(Header|Render|Sse)$/.test(name))) return false;
  const takesAnswer = node.params.some(
    (parameter) =>
      'decorators' in parameter && parameter.decorators?.some((each) => /^Res(ponse)?$/.test(nameOf(each))),
  );
  return !takesAnswer && !wrapsAnswers(codebase.repository);
}

function nameOf({ expression }: Decorator): string {
  const callee = expression.type === 'CallExpression' ? expression.callee : expression;
  return callee.type === 'Identifier' ? callee.name : '';
}

const wrapping = new WeakMap<Repository, boolean>();

/** On Fastify a text is sent as one; an interceptor for all answers most often puts them into JSON. */
function wrapsAnswers(repository: Repository): boolean {
  const known = wrapping.get(repository);
  if (known !== undefined) return known;
  const found = [...repository.files.values()].some(({ text }) =>
    /@nestjs\/platform-fastify|useGlobalInterceptors\(|APP_INTERCEPTOR/.test(text),
  );
  wrapping.set(repository, found);
  return found;
}
