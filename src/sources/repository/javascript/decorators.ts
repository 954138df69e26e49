import type { Decorator, Node } from 'oxc-parser';
import type { Frame, Machine } from './machine.ts';
import { siteOf } from './machine.ts';
import { dottedName } from './syntax.ts';
import type { ClassValue, ResultValue, Site, Value } from './value.ts';
import { nothing, unknown } from './value.ts';

/** One decorator that a package offers, with what it was given; composed decorators are taken apart. */
export interface Decoration {
  /** Package that offers it; empty when the decorator could not be resolved. */
  readonly package: string;
  /** Name inside the package, or the written name when it could not be resolved. */
  readonly name: string;
  readonly args: readonly Value[];
  readonly site: Site;
  /** The call that made it; `made` of its callee tells decorators apart that the target's code creates. */
  readonly result?: ResultValue;
}

/** Decorators that a decorator function of the target applies itself are gathered here while it runs. */
export interface Collector {
  gathered: ResultValue[] | undefined;
}

const mostParts = 200;

/** The frame in which decorators, field initialisers and types of a class are looked up. */
export const classFrame = (shape: ClassValue, level = 0): Frame => ({
  file: shape.file,
  scope: shape.scope,
  self: shape,
  home: shape,
  level,
  returns: [],
  stop: 'no',
});

/** Evaluates decorators from the top down. */
export function readDecorators(
  machine: Machine,
  collector: Collector,
  nodes: readonly Decorator[],
  shape: ClassValue,
): readonly Decoration[] {
  const frame = classFrame(shape, machine.level);
  return nodes.flatMap((node) => {
    const site = siteOf(shape.file, node);
    const value = machine.evaluate(node.expression, frame);
    const found: Decoration[] = [];
    takeApart({ machine, collector, site, node: node.expression, found }, value, 0);
    return found;
  });
}

interface Parts {
  readonly machine: Machine;
  readonly collector: Collector;
  readonly site: Site;
  readonly node: Node;
  readonly found: Decoration[];
}

function takeApart(parts: Parts, value: Value, depth: number): void {
  const { found, site, node } = parts;
  if (depth > 12 || found.length > mostParts) return;
  switch (value.kind) {
    case 'result': {
      const { callee, args } = value;
      if (callee.path.endsWith('applyDecorators')) for (const arg of args) takeApart(parts, arg, depth + 1);
      else found.push({ package: callee.package, name: callee.path, args, site, result: value });
      return;
    }
    case 'library':
      return void found.push({ package: value.package, name: value.path, args: [], site });
    case 'choice':
      for (const option of value.options) takeApart(parts, option, depth + 1);
      return;
    case 'array':
      for (const item of value.items) takeApart(parts, item, depth + 1);
      return;
    case 'function':
      return runDecorator(parts, value, depth);
    case 'unknown':
      return void found.push({ package: '', name: dottedName(node) ?? '', args: [], site });
    default:
      return;
  }
}

/** A decorator function of the target: what it applies to its target, or returns, is what it stands for. */
function runDecorator(parts: Parts, value: Value, depth: number): void {
  const { machine, collector, site } = parts;
  const outer = collector.gathered;
  const gathered: ResultValue[] = [];
  collector.gathered = gathered;
  const target = unknown('the decorated class or method', { site });
  const returned = machine.call(value, [target, unknown('its name'), unknown('its descriptor')], site);
  collector.gathered = outer;
  for (const each of gathered) takeApart(parts, each, depth + 1);
  if (returned !== nothing && returned.kind !== 'unknown') takeApart(parts, returned, depth + 1);
}
