import type { Method } from '../../../../model/api.ts';
import type { ClassDeclaration } from '../classes.ts';
import type { Argument, Code } from '../code.ts';
import { lastName, walkCode } from '../code.ts';
import type { Definition, ValueScope } from '../definitions.ts';
import { definition } from '../definitions.ts';
import { methodOf, scopeOf } from '../names.ts';
import type { TextValue } from '../values.ts';
import { textOf } from '../values.ts';
import type { World } from '../world.ts';
import { commonVerbs } from '../../http/methods.ts';
import { ownEntry } from '../../javascript/own.ts';

/** A place that the application gives a page, a package of pages or a resource. */
export interface Mount {
  readonly path: TextValue;
  readonly kind: 'page' | 'package' | 'resource' | 'lambda';
  readonly method: Method;
  /** The page, or what makes the resource. */
  readonly target?: Code;
  readonly scope: ValueScope;
  readonly line: number;
}

const calls: Readonly<Record<string, Mount['kind']>> = {
  mountPage: 'page',
  mountPackage: 'package',
  mountResource: 'resource',
  MountedMapper: 'page',
  MountMapper: 'page',
  BookmarkableMapper: 'page',
  PackageMapper: 'package',
  ResourceMapper: 'resource',
};
/** Mounts of `init` and of the methods of the application that it calls, with what they are given. */
export function mountsOf(world: World, application: ClassDeclaration): readonly Mount[] {
  const found = methodOf(world, application, 'init');
  const body = found?.method.body?.();
  if (found === undefined || body === undefined) return [];
  return walkMethod(world, body, application, scopeOf(found.owner), 0);
}

function walkMethod(
  world: World,
  body: readonly Code[],
  application: ClassDeclaration,
  scope: ValueScope,
  depth: number,
): readonly Mount[] {
  const mounts: Mount[] = [];
  const locals = new Map<string, Definition>();
  const inside: ValueScope = {
    ...scope,
    lookup: (code) => (code.kind === 'name' ? locals.get(code.name) : undefined) ?? scope.lookup?.(code),
  };
  walkCode(body, (code) => {
    if (code.kind === 'local' && code.value !== undefined)
      locals.set(code.name, { code: code.value, scope: inside });
    const mount = mountOf(world, code, inside);
    if (mount !== undefined) mounts.push(mount);
    else if (code.kind === 'call' && depth < 4 && (code.on === undefined || code.on.kind === 'this'))
      mounts.push(...calledMounts(world, code, application, inside, depth));
  });
  return mounts;
}

function calledMounts(
  world: World,
  code: Code & { readonly kind: 'call' },
  application: ClassDeclaration,
  scope: ValueScope,
  depth: number,
): readonly Mount[] {
  const called = methodOf(world, application, code.name);
  const body = called?.method.body?.();
  if (called === undefined || body === undefined) return [];
  const given = new Map(
    called.method.parameters.flatMap(({ name }, at) => {
      const value = code.args[at]?.value;
      return value === undefined ? [] : [[name, { code: value, scope }] as const];
    }),
  );
  const lookup = (each: Code): Definition | undefined =>
    each.kind === 'name' ? given.get(each.name) : undefined;
  return walkMethod(world, body, application, { ...scopeOf(called.owner), lookup }, depth + 1);
}

function mountOf(world: World, code: Code, scope: ValueScope): Mount | undefined {
  if (code.kind !== 'call' && code.kind !== 'new') return undefined;
  const name = code.kind === 'new' ? lastName(code.type.name) : code.name;
  const kind = Object.hasOwn(calls, name) ? calls[name] : undefined;
  if (kind !== undefined && code.args.length > 1)
    return { ...placed(world, code.args, scope, code.line), kind, method: 'GET' };
  const verb = ownEntry(commonVerbs, name);
  if (code.kind !== 'call' || verb === undefined || code.on === undefined) return undefined;
  if (!isRestMounter(world, code.on, scope)) return undefined;
  return { ...placed(world, code.args, scope, code.line), kind: 'lambda', method: verb };
}

function placed(
  world: World,
  args: readonly Argument[],
  scope: ValueScope,
  line: number,
): Pick<Mount, 'path' | 'target' | 'scope' | 'line'> {
  const target = args[1]?.value;
  return {
    path: mountText(world, args[0]?.value, scope),
    ...valueOf(world, target, scope),
    line,
  };
}

/** What a parameter or a local stands for, with the place that wrote it. */
function valueOf(world: World, code: Code | undefined, scope: ValueScope): Pick<Mount, 'target' | 'scope'> {
  if (code === undefined) return { scope };
  const found = code.kind === 'name' ? definition(world, code, scope) : undefined;
  return found === undefined ? { target: code, scope } : { target: found.code, scope: found.scope };
}

function isRestMounter(world: World, on: Code, scope: ValueScope): boolean {
  const { target } = valueOf(world, on, scope);
  return target?.kind === 'new' && lastName(target.type.name) === 'LambdaRestMounter';
}

/** `${id}` in a path is a parameter here, where texts of other frameworks mean a setting. */
export function mountText(world: World, code: Code | undefined, scope: ValueScope, depth = 0): TextValue {
  if (code === undefined || depth > 12) return { why: 'nothing is given' };
  if (code.kind === 'text') return { text: code.value };
  if (code.kind === 'binary' && code.operator === '+') {
    const [left, right] = [code.left, code.right].map((each) => mountText(world, each, scope, depth + 1));
    if (left?.text === undefined) return left ?? { why: 'nothing is given' };
    return right?.text === undefined ? (right ?? left) : { text: left.text + right.text };
  }
  const found = code.kind === 'name' || code.kind === 'member' ? definition(world, code, scope) : undefined;
  return found === undefined
    ? textOf(world, code, scope)
    : mountText(world, found.code, found.scope, depth + 1);
}
