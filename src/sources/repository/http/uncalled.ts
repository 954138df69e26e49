import type { Codebase } from '../javascript/codebase.ts';
import { findMethod } from '../javascript/definitions.ts';
import type { Evaluator } from '../javascript/evaluator.ts';
import { createInjector } from '../javascript/injection.ts';
import type { Machine } from '../javascript/machine.ts';
import { perhaps, siteOf } from '../javascript/machine.ts';
import { lookup } from '../javascript/scope.ts';
import { dottedName, isFunctionNode } from '../javascript/syntax.ts';
import type { FunctionNode } from '../javascript/syntax.ts';
import type { ClassValue, FunctionValue, Site, Value } from '../javascript/value.ts';
import { nothing, objectOf, unknown } from '../javascript/value.ts';
import { routerParameter } from './router-parameters.ts';
import type { RouterParameter } from './router-parameters.ts';
import type { CallFramework, Routers } from './routers.ts';
import type { Router } from './routing.ts';

/** Makes objects of a framework for parameters of functions that nobody was seen to call. */
export interface StandIns {
  readonly frameworks: readonly CallFramework[];
  readonly fastify: (site: Site) => Value;
  readonly routers: Routers;
}

/**
 * Functions and classes that are used through something this reader cannot follow: a loader, a container, a test, a
 * platform. Those that make their own application are called as they are; those that are given a router get one whose
 * place is not known.
 */
export function callUncalled(
  { machine, modules }: Evaluator,
  codebase: Codebase,
  files: readonly string[],
  standIns: StandIns,
): void {
  const candidates = files.map((path) => definitionsIn(machine, modules, path));
  const attempts = attemptsOn(machine, standIns.routers);
  for (const { functions, classes } of candidates) {
    for (const each of functions)
      if (!takesRouter(each)) attempts.make(each.node, () => callOnce(machine, each, () => undefined));
    for (const each of classes) startOnce(machine, each, standIns);
  }
  attempts.settle();
  for (const { path, functions } of candidates.map((each, at) => ({ ...each, path: files[at] ?? '' }))) {
    const fastify = importsOne(codebase, path, isFastify);
    const framework =
      standIns.frameworks.find(({ library }) =>
        importsOne(codebase, path, (name) => library.packages.includes(name)),
      ) ?? standIns.frameworks[0];
    for (const each of functions)
      callOnce(machine, each, (param, site) => {
        const wanted = routerParameter(each, param);
        const made = wanted === undefined ? undefined : standInFor(wanted, site);
        return made === undefined || wanted?.key === undefined
          ? made
          : objectOf([[wanted.key, made]], machine.level, true);
      });
    function standInFor({ kind }: RouterParameter, site: Site): Value | undefined {
      if (kind === 'fastify' || (kind === 'any' && fastify)) return standIns.fastify(site);
      return framework?.standIn(machine, kind === 'router' ? 'router' : 'application', site);
    }
  }
}

interface Attempts {
  /** Calls a function that nobody was seen to call so far. */
  readonly make: (node: FunctionNode, call: () => void) => void;
  /** Forgets the applications of those that somebody else turned out to call: it is told there where they stand. */
  readonly settle: () => void;
}

function attemptsOn(machine: Machine, routers: Routers): Attempts {
  const made = new Map<FunctionNode, readonly Router[]>();
  return {
    make: (node, call) => {
      if (made.has(node) || machine.entered.has(node)) return;
      const before = routers.all.length;
      call();
      made.set(node, routers.all.slice(before));
      machine.entered.delete(node);
    },
    settle: () => {
      for (const [node, own] of made) {
        if (machine.entered.has(node)) routers.forget(own);
        machine.entered.add(node);
      }
    },
  };
}

const takesRouter = (called: FunctionValue): boolean =>
  called.node.params.some((param) => routerParameter(called, param) !== undefined);

interface Definitions {
  readonly functions: readonly FunctionValue[];
  readonly classes: readonly ClassValue[];
}

/** Functions and classes at the top level of a file, and what it exports. */
function definitionsIn(machine: Machine, modules: Evaluator['modules'], path: string): Definitions {
  const exported = modules.exportsOf(path).map(([, value]) => value);
  const whole = modules.exported(path, 'default');
  const scope = modules.scopeOf(path);
  const held =
    scope === undefined ? [] : [...scope.bindings.keys()].flatMap((name) => lookup(scope, name) ?? []);
  const fields = [whole, ...held].flatMap((value) =>
    value.kind === 'object' && value.shape === undefined ? [...value.fields.values()] : [],
  );
  const own = [...new Set([...exported, whole, ...held, ...fields, ...replacedIn(machine, modules, path)])];
  const isHere = (value: FunctionValue | ClassValue): boolean => value.file.path === path;
  return {
    functions: own.flatMap((value) =>
      value.kind === 'function' && isHere(value) && !machine.entered.has(value.node) ? [value] : [],
    ),
    classes: own.flatMap((value) => (value.kind === 'class' && isHere(value) ? [value] : [])),
  };
}

/** Functions that were exported by an assignment which a later one replaced. */
function replacedIn(machine: Machine, modules: Evaluator['modules'], path: string): readonly FunctionValue[] {
  const file = machine.codebase.tree(path);
  const scope = modules.scopeOf(path);
  if (file === undefined || scope === undefined) return [];
  return file.program.body.flatMap((item): readonly FunctionValue[] => {
    if (item.type !== 'ExpressionStatement' || item.expression.type !== 'AssignmentExpression') return [];
    const { right } = item.expression;
    if (!isFunctionNode(right)) return [];
    return [{ kind: 'function', node: right, file, scope, fields: new Map() }];
  });
}

type Param = FunctionNode['params'][number];

function callOnce(
  machine: Machine,
  called: FunctionValue,
  argumentFor: (param: Param, site: Site) => Value | undefined,
): void {
  if (machine.entered.has(called.node) || called.node.body === null) return;
  const site = siteOf(called.file, called.node);
  const args = called.node.params.map((param) =>
    param.type === 'AssignmentPattern'
      ? nothing
      : (argumentFor(param, site) ?? unknown('an argument that nobody was seen to give', { site })),
  );
  perhaps(machine, () => machine.call(called, args, site));
}

const starting =
  /^(start|init|listen|run|setup|set_?up|configure|config|bootstrap|register|mount|create|build)/i;

/** A class that nobody was seen to construct is made as a container would make it, and started. */
function startOnce(machine: Machine, shape: ClassValue, { frameworks }: StandIns): void {
  if (shape.node.decorators.length > 0 || shape.node.abstract) return;
  const constructor = findMethod(shape, 'constructor', 'constructor');
  if (constructor !== undefined && machine.entered.has(constructor.node)) return;
  const methods = shape.node.body.body.flatMap((member) =>
    member.type === 'MethodDefinition' && member.kind === 'method' && !member.static ? [member] : [],
  );
  if (methods.some(({ value }) => machine.entered.has(value))) return;
  const self = perhaps(machine, () => createInjector(machine, () => undefined).instanceOf(shape));
  const site = siteOf(shape.file, shape.node);
  if (self.kind === 'object' && self.base === undefined && extendsUnseenRouter(shape)) {
    const router = frameworks[0]?.standIn(machine, 'router', site);
    if (router?.kind === 'host') self.base = router;
  }
  for (const { key, value } of methods) {
    if (key.type !== 'Identifier' || !starting.test(key.name) || machine.entered.has(value)) continue;
    const method = findMethod(shape, key.name, 'method');
    const args = value.params.map(() => unknown('an argument that nobody was seen to give', { site }));
    if (method !== undefined) perhaps(machine, () => machine.call(method, args, site, self));
  }
}

/** The class above is a router by its name, and its code is not part of the target. */
function extendsUnseenRouter({ parent, node }: ClassValue): boolean {
  const name = node.superClass === null ? undefined : dottedName(node.superClass);
  const isUnseen = parent?.kind === 'unknown' || parent?.kind === 'library';
  return isUnseen && name?.endsWith('Router') === true;
}

const isFastify = (name: string): boolean => /^(@fastify\/|fastify)/.test(name);

const importsOne = (codebase: Codebase, path: string, wanted: (name: string) => boolean): boolean =>
  (codebase.files.get(path)?.imports ?? []).some(
    ({ resolved }) => resolved.kind === 'library' && wanted(resolved.name),
  );
