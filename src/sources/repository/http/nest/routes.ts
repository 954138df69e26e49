import type { Decoration } from '../../javascript/decorators.ts';
import { readDecorators } from '../../javascript/decorators.ts';
import { siteOf } from '../../javascript/machine.ts';
import { plainKey } from '../../javascript/syntax.ts';
import type { ClassValue, FunctionValue, Site, Value } from '../../javascript/value.ts';
import type { JudgedGuard, Route } from '../routing.ts';
import type { Application } from './application.ts';
import { decorationGuards } from './decoration-guards.ts';
import type { RoutePath } from '../paths.ts';
import type { GivenGuard, GuardContext, Handled } from './guards.ts';
import { judgeNestGuard } from './guards.ts';
import type { Metadata } from './metadata.ts';
import { metadataOf } from './metadata.ts';
import { covering } from './middleware.ts';
import type { ModuleGraph } from './modules.ts';
import { nestParameters } from './parameters.ts';
import { operationsOf } from './protocols.ts';
import type { Operation } from './protocols.ts';
import { waysTo } from './ways.ts';

/** Where a controller stands: its application, the module that names it, and what holds for all of them. */
export interface Standing {
  readonly application: Application | undefined;
  readonly graph: ModuleGraph | undefined;
  readonly module: ClassValue | undefined;
  /** Why the path is not known for certain. */
  readonly doubt?: string;
  /** The modules were not seen, so checks for every handler may exist. */
  readonly unseenChecks?: boolean;
  /** Another application of the same class takes its messages. */
  readonly messagesElsewhere?: boolean;
}

interface Member {
  readonly method: FunctionValue;
  readonly decorations: readonly Decoration[];
  readonly site: Site;
}

/** Decorators of a class; those of a class above it hold where the class itself has none of the name. */
export function classDecorations(context: GuardContext, shape: ClassValue): readonly Decoration[] {
  const own = readDecorators(context.machine, context.world.collector, shape.node.decorators, shape);
  if (shape.parent?.kind !== 'class') return own;
  const names = new Set(own.filter(({ name }) => name !== 'UseGuards').map(({ name }) => name));
  return [...classDecorations(context, shape.parent).filter(({ name }) => !names.has(name)), ...own];
}

/** Handlers of a class and of the classes above it; a method that is overridden without decorators is none. */
function membersOf(context: GuardContext, shape: ClassValue): readonly Member[] {
  const found = new Map<string, Member | undefined>();
  let at: Value | undefined = shape;
  for (let depth = 0; at?.kind === 'class' && depth < 20; depth += 1) {
    const home: ClassValue = at;
    for (const member of home.node.body.body) {
      if (member.type !== 'MethodDefinition' || member.kind !== 'method' || member.value.body === null)
        continue;
      const key = plainKey(member.key, member.computed);
      if (key === undefined || found.has(key)) continue;
      const decorations = readDecorators(context.machine, context.world.collector, member.decorators, home);
      const name = `${shape.node.id?.name ?? 'class'}.${key}`;
      const method: FunctionValue = {
        kind: 'function',
        node: member.value,
        file: home.file,
        scope: home.scope,
        home,
        name,
        fields: new Map(),
      };
      found.set(
        key,
        decorations.length === 0 ? undefined : { method, decorations, site: siteOf(home.file, member.key) },
      );
    }
    at = home.parent;
  }
  return [...found.values()].flatMap((member) => member ?? []);
}

export function routesOfClass(
  context: GuardContext,
  shape: ClassValue,
  standing: Standing,
): readonly Route[] {
  const onClass = classDecorations(context, shape);
  return membersOf(context, shape).flatMap((member) =>
    member.decorations.flatMap((decoration) =>
      operationsOf(decoration, onClass, member.method).flatMap((operation) =>
        routesOf(context, shape, standing, onClass, member, operation),
      ),
    ),
  );
}

function routesOf(
  context: GuardContext,
  shape: ClassValue,
  standing: Standing,
  onClass: readonly Decoration[],
  member: Member,
  operation: Operation,
): readonly Route[] {
  const { application, graph } = standing;
  const decorations = [...onClass, ...member.decorations];
  const metadata: Metadata = {
    handler: metadataOf(member.decorations.toReversed()),
    controller: metadataOf(onClass.toReversed()),
    asked: [],
    unsure: false,
  };
  const { protocol, method } = operation;
  const type = protocol === 'grpc' || protocol === 'message' ? 'rpc' : protocol;
  const handled: Handled = {
    decorations,
    onMethod: member.decorations,
    metadata,
    type,
    verb: method,
  };
  const judge = (guards: readonly GivenGuard[], { text, resolved }: RoutePath): readonly JudgedGuard[] => {
    const asked = protocol === 'http' && resolved ? { ...handled, path: text } : handled;
    return guards.flatMap((guard) => judgeNestGuard(context, guard, asked));
  };
  const own = [...usedGuards(onClass), ...usedGuards(member.decorations)];
  const named = decorationGuards(decorations);
  const parameters = nestParameters(context, shape, member.method, member.decorations, type === 'rpc');
  const ways = waysTo(standing, shape, { onClass, onMethod: member.decorations }, operation);
  return ways.map(({ path, guards, unseenChecks }) => ({
    technology: 'nestjs',
    methods: [operation.method],
    path,
    guards: type === 'rpc' ? [] : covering(application, graph, shape, path, operation.method),
    judged: [...judge([...guards, ...own], path), ...named],
    parameters,
    handlers: [{ value: member.method, site: member.site, conditional: false }],
    site: member.site,
    protocol: operation.protocol,
    ...((standing.unseenChecks === true || unseenChecks) && { unseenChecks: true }),
    ...(application === undefined ? {} : { application: application.site }),
  }));
}

const usedGuards = (decorations: readonly Decoration[]): readonly GivenGuard[] =>
  decorations
    .filter(({ name }) => name === 'UseGuards')
    .flatMap(({ args, site }) => args.map((value) => ({ value, site, conditional: false })));
