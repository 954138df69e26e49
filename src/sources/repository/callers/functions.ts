import type { SyntaxNode } from '../languages/syntax.ts';
import { inField, walkSyntax } from '../languages/syntax.ts';
import { answersIn } from './answers.ts';
import { bindNames } from './bind.ts';
import { checksCaller } from './checks.ts';
import { markOf, tellsCaller } from './expressions.ts';
import { givenTo } from './given.ts';
import type { Fact, Way, Ways } from './facts.ts';
import { behindCall, everywhere } from './facts.ts';
import type { Callee, Frame, Summary, World } from './frame.ts';
import { deepest, waysOf } from './frame.ts';
import type { Mark } from './mark.ts';
import { joined, unmarked } from './mark.ts';
import { changesIn, isChainTop, referencesIn } from './references.ts';
import { emptiedIn, mayAnswer } from './rows.ts';
import type { CallShape } from './shapes.ts';
import { branchesOf, callOf, conditionOf, isFunction } from './shapes.ts';
import { storeReferences } from './store-references.ts';
import { withRow } from './shown.ts';
import { asksForPermission } from './words.ts';
import { writesIn } from './writes.ts';

/** Facts that one function is told with. */
const mostFacts = 200;

/** Walks a function with what its parameters hold, and the functions that it calls. */
export function summaryOf(
  world: World,
  { lines, node, decorators }: Callee,
  given: ReadonlyMap<string, Mark>,
  depth: number,
): Summary {
  const names = new Map([...given].map(([name, mark]) => [name, [{ mark, ways: everywhere }]] as const));
  for (const name of receiverNames(node))
    if (!names.has(name)) names.set(name, [{ mark: unmarked, ways: everywhere }]);
  const frame: Frame = {
    world,
    file: lines.file,
    node,
    names: new Map(names),
    ways: waysIn(lines.file, node),
    depth,
    known: new Map(),
  };
  bindNames(frame);
  const facts: Fact[] = isAuthorised(node, decorators) ? [{ kind: 'check', ways: everywhere }] : [];
  let returns = unmarked;
  walk(node, (at, above) => {
    if (facts.length > mostFacts) return;
    if (at.type === 'return_statement' && !above.some((each) => each !== node && isFunction(each)))
      for (const value of at.children) returns = joined(returns, withRow(frame, value));
    facts.push(...factsAt(frame, at, above, waysOf(frame, at)));
    facts.push(...answersIn(frame, at, decorators, waysOf(frame, at)));
  });
  return { returns: withoutEmptied(frame, returns), facts };
}

/** A row as it leaves a function, where that may answer one. */
function withoutEmptied(frame: Frame, mark: Mark): Mark {
  const { row, ...rest } = mark;
  if (row === undefined || !mayAnswer(frame, row)) return rest;
  return { ...rest, row: { ...row, except: [...row.except, ...emptiedIn(frame.node)] } };
}

/** The receiver of a method of Go is no request, whatever it is called. */
const receiverNames = (node: SyntaxNode): readonly string[] =>
  (inField(node, 'receiver')?.children ?? []).flatMap((each) => inField(each, 'name')?.text ?? []);

/** Decorators that are told as guards. */
const readAsGuard = /@(permission_classes|authentication_classes|login_required)\b/;

/** An annotation that asks for a role or a permission. */
const isAuthorised = (node: SyntaxNode, decorators: string): boolean =>
  decorators
    .split('\n')
    .filter((each) => !readAsGuard.test(each))
    .some((each) => asksForPermission(each) || /@\w*(role|admin|owner)/i.test(each)) ||
  node.children.some(
    ({ type, text }) =>
      type === 'modifiers' &&
      /@\w*(Authorize|Secured|RolesAllowed|Permission|PostFilter|Role|Access)/.test(text),
  );

function factsAt(frame: Frame, at: SyntaxNode, above: readonly SyntaxNode[], ways: Ways): readonly Fact[] {
  const asked = checksCaller(frame, at, above.at(-1));
  const facts: Fact[] =
    asked === undefined
      ? []
      : [{ kind: 'check', ways, ...(asked === 'narrows' ? { narrows: true as const } : {}) }];
  facts.push(...writesIn(frame, at, ways), ...changesIn(frame, at, ways));
  facts.push(...storeReferences(frame, at, above, ways));
  if (isPaired(frame, at)) facts.push(...referencesIn(frame, at, ways));
  const call = callOf(at);
  if (call === undefined) return facts;
  if (isChainTop(at, above)) facts.push(...referencesIn(frame, at, ways));
  // How a token is read is no check of what it lets its holder do.
  if (frame.depth >= deepest || tellsCaller(frame, call) || isHandedOn(frame, call)) return facts;
  for (const callee of frame.world.callees(frame.file, call)) {
    const values = call.args.map(({ value }) => markOf(frame, value));
    const on = call.receiver === undefined ? unmarked : markOf(frame, call.receiver);
    const { facts: inner } = frame.world.summary(callee, givenTo(callee, call, values, on), frame.depth + 1);
    for (const fact of inner) facts.push(behindCall(fact, ways));
  }
  return facts;
}

/** What a function of the target hands on to a driver is judged where the statement is written. */
const isHandedOn = ({ world, file }: Frame, { name, node }: CallShape): boolean =>
  world.handing.several.has(name) ||
  (world.handing.one.has(name) && world.statements(file, node.line).some(({ orm }) => orm === undefined));

/** A statement of several beside its values: `('UPDATE …', (id,))`. */
const isPaired = ({ world }: Frame, { type, children }: SyntaxNode): boolean =>
  type === 'tuple' && children.length === 2 && world.handing.several.size > 0;

/** The ways on which each node lies that does not lie on all. */
function waysIn(file: string, start: SyntaxNode): ReadonlyMap<SyntaxNode, Ways> {
  const found = new Map<SyntaxNode, Ways>();
  const visit = (node: SyntaxNode, ways: Ways): void => {
    if (ways.length > 0) found.set(node, ways);
    const branches = branchesOf(node);
    for (const child of node.children) {
      const way = branches.indexOf(child);
      visit(child, way === -1 ? ways : [...ways, wayInto(file, node, child, way)]);
    }
  };
  visit(start, everywhere);
  return found;
}

/** Every node of a body with what stands around it. */
function walk(start: SyntaxNode, see: (node: SyntaxNode, above: readonly SyntaxNode[]) => void): void {
  walkSyntax(start, (node, above) => {
    if (node.field === 'parameters' || node.type === 'modifiers') return false;
    see(node, above);
    return true;
  });
}

/** `if request.method == "DELETE":` is gone by requests of that method only. */
function wayInto(file: string, node: SyntaxNode, child: SyntaxNode, way: number): Way {
  const condition = child.field === 'consequence' ? conditionOf(node) : inField(child, 'condition');
  const method = ofMethod.exec(condition?.text ?? '')?.[1];
  return { branch: `${file}:${node.start}`, way, ...(method === undefined ? {} : { method }) };
}

const ofMethod = /^\(?(?:self\.)?(?:request|req|r)\.[mM]ethod\s*==\s*(?:["']|http\.Method)(\w+)["']?\)?$/;
