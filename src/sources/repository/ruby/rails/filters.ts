import type { JudgedGuard } from '../../http/routing.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { Anonymous } from '../anonymous/anonymous.ts';
import { holder } from '../anonymous/words.ts';
import type { Code, Lineage, Opening } from '../code.ts';
import { bodyStatements, methodNamed } from '../code.ts';
import type { Call } from '../syntax.ts';
import { blockParameters, callOf, option, statementsOf } from '../syntax.ts';
import { listOf } from '../values.ts';
import type { May } from './abilities/abilities.ts';
import { nobodyMay } from './abilities/abilities.ts';
import type { Controller } from './controllers.ts';
import { holdersIn } from './judging.ts';
import type { Filter, Ran } from './running.ts';
import { ranFor } from './running.ts';
import { broughtChecks } from './unread.ts';

type Step =
  | { readonly kind: 'add'; readonly filter: Filter; readonly first: boolean }
  | { readonly kind: 'skip'; readonly filter: Filter };

const stepsByController = new WeakMap<Controller, readonly Step[]>();

/** Callbacks that run for one action, judged. */
export function guardsFor(
  code: Code,
  controller: Controller,
  action: string,
): {
  readonly guards: readonly JudgedGuard[];
  readonly text: string;
  readonly nodes: readonly SyntaxNode[];
  readonly holders: readonly string[];
  readonly ran: Ran;
} {
  const steps = stepsByController.get(controller) ?? stepsOf(code, controller);
  stepsByController.set(controller, steps);
  const running: Filter[] = [];
  for (const step of steps) {
    const { filter } = step;
    // A callback that is set again replaces the one of that name, for every action.
    if (step.kind === 'add' && filter.block === undefined) remove(running, filter.name);
    if (!appliesTo(filter, action)) continue;
    if (step.kind === 'skip') {
      const at = running.findIndex(({ name }) => name === filter.name);
      if (at >= 0 && !filter.conditional) running.splice(at, 1);
      else if (at >= 0) running[at] = { ...(running[at] ?? filter), conditional: true };
    } else if (step.first) running.unshift(filter);
    else running.push(filter);
  }
  const ran = ranFor(
    controller,
    running.map((filter) => withAbility(code, controller, filter, action)),
  );
  const { request, guards } = ran;
  return {
    ran,
    guards: [...broughtChecks(code, controller, action), ...guards],
    text: running.map((filter) => textOfFilter(controller.lineage, filter)).join('\n'),
    holders: [...new Set([...named(controller.lineage, running), ...heldFor(request, running)])],
    // Those of the controller itself; what all controllers read belongs to none.
    nodes: running.flatMap((filter) =>
      filter.file === controller.lineage.openings[0]?.file
        ? (filter.block ?? methodNamed(controller.lineage, filter.name)?.node ?? [])
        : [],
    ),
  };
}

const authorizing = /^(load_and_)?authorize_resource$/;
const told = new WeakMap<Filter, Map<May, Filter>>();

/** Rights are asked for by the name of the action: what the ability says of nobody is kept with the callback. */
function withAbility(code: Code, controller: Controller, filter: Filter, action: string): Filter {
  if (!authorizing.test(filter.name)) return filter;
  const may = nobodyMay(code, controller, filter.node, action);
  if (may === undefined) return filter;
  const known = told.get(filter) ?? new Map<May, Filter>();
  told.set(filter, known);
  const found = known.get(may) ?? { ...filter, may };
  known.set(may, found);
  return found;
}

function remove(running: Filter[], name: string): void {
  const at = running.findIndex((each) => each.name === name && each.block === undefined);
  if (at >= 0) running.splice(at, 1);
}

const appliesTo = ({ only, except }: Filter, action: string): boolean =>
  (only === undefined || only.includes(action)) && !(except ?? []).includes(action);

const named = (lineage: Lineage, running: readonly Filter[]): readonly string[] =>
  running
    .filter(({ conditional, name }) => !conditional && !/^(set|load|find)_(?!current)/.test(name))
    .flatMap((filter) => holdersIn(filter.name, textOfFilter(lineage, filter)));

/** Variables that nothing but a credential fills: `@member` of `load_member`. */
const heldFor = ({ lineage, shared }: Anonymous, running: readonly Filter[]): readonly string[] =>
  running
    .flatMap((filter) => [...textOfFilter(lineage, filter).matchAll(/(@\w+)\s*(?:\|\|)?=(?!=)/g)])
    .flatMap(([, name = '']) => {
      const held = shared.get(name);
      return holder.test(name) && (held === undefined || held === 'nil') ? [name] : [];
    });

const textOfFilter = (lineage: Lineage, filter: Filter): string => {
  if (filter.block !== undefined) return filter.block.text;
  return methodNamed(lineage, filter.name)?.node.text ?? '';
};

/** From the topmost class down, each with its modules before it, as Ruby runs class bodies. */
function stepsOf(code: Code, { lineage }: Controller): readonly Step[] {
  return lineage.openings
    .toReversed()
    .flatMap((opening) =>
      bodyStatements(opening.statements).flatMap((node) => stepsIn(code, lineage, opening, node)),
    );
}

function stepsIn(code: Code, lineage: Lineage, opening: Opening, node: SyntaxNode): readonly Step[] {
  const call = callOf(node);
  if (call === undefined) return [];
  if (call.receiver === undefined && call.name === 'with_options' && call.block !== undefined)
    return withOptions(code, opening, call);
  if (call.receiver !== undefined) return [];
  const own = filterCall(code, opening, call);
  if (own.length > 0) return own;
  return macroSteps(code, lineage, opening, call);
}

/** `with_options only: :create do before_action … end` hands its options to each line. */
function withOptions(code: Code, opening: Opening, outer: Call): readonly Step[] {
  const names = blockParameters(outer.block);
  return statementsOf(outer.block).flatMap((node) => {
    const call = callOf(node);
    if (call === undefined || (call.receiver !== undefined && !names.includes(call.receiver.text))) return [];
    return filterCall(code, opening, { ...call, pairs: [...call.pairs, ...outer.pairs] });
  });
}

const adds =
  /^(before_action|before_filter|prepend_before_action|prepend_before_filter|append_before_action|around_action)$/;
const skips = /^skip_(before_action|before_filter|filter)$/;
const skipsRights = /^skip_((load_and_)?authorize_resource)$/;
/** Gems' own words for a check of every action. */
const gemChecks =
  /^(load_and_authorize_resource|authorize_resource|http_basic_authenticate_with|doorkeeper_for|acts_as_token_authentication_handler_for|authenticates_with_sudo|rate_limit)$/;

function filterCall(code: Code, opening: Opening, call: Call): readonly Step[] {
  const isSkip = skips.test(call.name);
  const skipped = skipsRights.exec(call.name)?.[1];
  if (!isSkip && skipped === undefined && !adds.test(call.name) && !gemChecks.test(call.name)) return [];
  const scope = { code, namespace: opening.name };
  const [only, except] = [option(call, 'only'), option(call, 'except')];
  const guard = option(call, 'if') ?? option(call, 'unless');
  const rest = {
    ...(only === undefined ? {} : { only: listOf(only, scope) }),
    ...(except === undefined ? {} : { except: listOf(except, scope) }),
    conditional: guard !== undefined,
    ...(guard === undefined || isSkip
      ? {}
      : { when: { node: guard, unless: option(call, 'if') === undefined } }),
    file: opening.file,
    node: call.node,
  };
  if (skipped !== undefined) {
    const names = skipped === 'authorize_resource' ? ['load_and_authorize_resource', skipped] : [skipped];
    return names.map((name) => ({ kind: 'skip', filter: { name, ...rest } }));
  }
  if (gemChecks.test(call.name)) return [{ kind: 'add', first: false, filter: { name: call.name, ...rest } }];
  const blocks = [
    ...call.args.filter(({ type }) => type === 'lambda'),
    ...(call.block === undefined ? [] : [call.block]),
  ];
  const names = call.args.filter(({ type }) => type !== 'lambda').flatMap((arg) => listOf(arg, scope));
  const filters: readonly Filter[] = [
    ...names.map((name) => ({ name, ...rest })),
    ...blocks.map((block) => ({ name: blockName(block), block, ...rest })),
  ];
  return filters.map((filter): Step =>
    isSkip ? { kind: 'skip', filter } : { kind: 'add', filter, first: call.name.startsWith('prepend') },
  );
}

/** What a block calls names it best: `before_action { doorkeeper_authorize! :read }`. */
function blockName(block: SyntaxNode): string {
  let name = '';
  walkSyntax(block, (node) => {
    const call = node.type === 'call' || node.type === 'identifier' ? callOf(node) : undefined;
    if (
      name === '' &&
      call !== undefined &&
      call.receiver === undefined &&
      /!$|auth|require|check|verify/.test(call.name)
    )
      name = call.name;
  });
  return name === '' ? 'block' : name;
}

/** A class method of the repository that sets callbacks: `allow_unauthenticated_access only: :new`. */
function macroSteps(code: Code, lineage: Lineage, opening: Opening, call: Call): readonly Step[] {
  const method = classMethod(lineage, call.name);
  if (method === undefined) return [];
  const found: Step[] = [];
  for (const node of statementsOf(inField(method.node, 'body'))) {
    const inner = callOf(node);
    if (inner === undefined || inner.receiver !== undefined) continue;
    const handsOn = /\*\*/.test(node.text) || /\boptions\b/.test(node.text);
    const pairs = handsOn ? [...inner.pairs, ...call.pairs] : inner.pairs;
    found.push(...filterCall(code, opening, { ...inner, pairs, node: call.node }));
  }
  return found;
}

function classMethod(lineage: Lineage, name: string): { readonly node: SyntaxNode } | undefined {
  for (const { statements } of lineage.openings)
    for (const node of statements) {
      if (node.type === 'singleton_method' && inField(node, 'name')?.text === name) return { node };
      const call = callOf(node);
      const bodies =
        call?.name === 'class_methods'
          ? statementsOf(call.block)
          : node.type === 'singleton_class'
            ? statementsOf(inField(node, 'body'))
            : node.type === 'module' && inField(node, 'name')?.text === 'ClassMethods'
              ? statementsOf(inField(node, 'body'))
              : [];
      const found = bodies.find((each) => each.type === 'method' && inField(each, 'name')?.text === name);
      if (found !== undefined) return { node: found };
    }
  return undefined;
}
