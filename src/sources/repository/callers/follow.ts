import type { Endpoint } from '../../../model/api.ts';
import type { Backend } from '../../../model/backend.ts';
import type { Query } from '../../../model/data.ts';
import type { Flow } from '../../../model/flow.ts';
import type { CallerCheck } from '../../../model/trust.ts';
import type { Reach } from '../code/call-graph.ts';
import type { TextFile } from '../gather.ts';
import { followInjections } from '../injections/follow.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import type { Fact } from './facts.ts';
import { areExclusive, everywhere, isGoneBy } from './facts.ts';
import { answerOf } from './answers.ts';
import type { Callee } from './frame.ts';
import { genericView } from './generic-views.ts';
import { checkingGuards } from './guards.ts';
import { handled } from './handlers.ts';
import { asksUnseen } from './unseen.ts';
import { createWorld } from './world.ts';
import type { FollowedWorld } from './world.ts';

export interface Code {
  readonly tree: (path: string) => SyntaxNode | undefined;
  readonly files: ReadonlyMap<string, TextFile>;
}

export interface Followed {
  readonly checks: readonly CallerCheck[];
  readonly flows: readonly Flow[];
}

/** Languages whose code is followed here. */
const isHere = (file: string): boolean => /\.(py|java|go)$/.test(file);

/**
 * Who is calling and what a request names, followed as values from each handler of Python, Java and Go through the functions
 * it calls. Where the caller is compared with anything the handler is told as one that checks; what is looked up or
 * written on ways on which nothing does is told as a flow.
 */
export function followCallers(backend: Backend, reaches: readonly Reach[], code: Code): Followed {
  const endpoints = backend.api.endpoints.filter(
    ({ handler }) => handler !== undefined && isHere(handler.file),
  );
  if (endpoints.length === 0) return { checks: [], flows: [] };
  const world = createWorld(backend, reaches, code);
  const found = endpoints.map((endpoint) =>
    ofEndpoint(world, endpoint, reaches, { files: code.files, queries: backend.data.queries }),
  );
  return {
    checks: [...found.flatMap(({ checks }) => checks), ...checkingGuards(endpoints, world, code.files)],
    flows: [
      ...found.flatMap(({ flows }) => flows),
      ...followInjections(endpoints, world, reaches, code.files),
    ],
  };
}

function ofEndpoint(
  world: FollowedWorld,
  endpoint: Endpoint,
  reaches: readonly Reach[],
  { files, queries }: { readonly files: ReadonlyMap<string, TextFile>; readonly queries: readonly Query[] },
): Followed {
  const { handler } = endpoint;
  if (handler === undefined) return { checks: [], flows: [] };
  const { file, line, name } = handler;
  const check: CallerCheck = { name: '', file, start: line, end: line };
  const behind = reaches.flatMap((reach) => reach.behind(file, line, name));
  const starts = reaches.flatMap((reach) => reach.startsAt?.(file, line, name) ?? []);
  const entered = starts.flatMap((lines) => world.functionAt(lines) ?? []);
  // What is not found may check.
  if (entered.length === 0) return { checks: [check], flows: genericView(endpoint, queries, files) };
  const facts = entered
    .flatMap((callee) => factsOf(world, endpoint, callee))
    .filter(({ ways }) => isGoneBy(ways, endpoint.method));
  const checks = facts.filter((fact) => fact.kind === 'check');
  const isUnseen = behind.some((lines) => !world.isWalked(lines) && asksUnseen(lines, files, endpoint));
  if (isUnseen) return { checks: [check], flows: [] };
  const flows = facts.flatMap((fact) =>
    fact.kind === 'record-answer'
      ? [flowOf(asChecked(fact, checks.length > 0), endpoint)]
      : fact.kind === 'check' ||
          !world.isReached(fact.access.entity, endpoint.id) ||
          checks.some((each) => settles(each, fact) && !areExclusive(each.ways, fact.ways))
        ? []
        : [flowOf(fact, endpoint)],
  );
  return { checks: checks.length > 0 ? [check] : [], flows: unique(flows) };
}

function factsOf(world: FollowedWorld, endpoint: Endpoint, callee: Callee): readonly Fact[] {
  const { given, facts } = handled(world, endpoint, callee);
  const summary = world.summary(callee, given, 0);
  const { row } = summary.returns;
  const { file } = callee.lines;
  const answer =
    row === undefined || !file.endsWith('.java')
      ? []
      : [answerOf({ file, node: callee.node, world }, row, callee.node.line, everywhere)];
  return [...facts, ...summary.facts, ...answer];
}

/** Whose record it is says nothing of the rights that its owner gives themselves. */
const settles = (check: Extract<Fact, { readonly kind: 'check' }>, { kind }: Fact): boolean =>
  check.narrows !== true || kind !== 'privilege-field';

type Told = Exclude<Fact, { readonly kind: 'check' }>;

/** Who may see all records may have been asked before; what of them is answered is told in any case. */
const asChecked = (fact: Told, isChecked: boolean): Told =>
  isChecked && fact.access.key === '' ? { ...fact, access: { ...fact.access, key: 'checked' } } : fact;

const flowOf = (fact: Told, { id }: Endpoint): Flow => ({
  kind: fact.kind,
  source: fact.source,
  steps: [],
  sink: fact.sink,
  within: fact.within,
  access: fact.access,
  endpoints: [id],
});

const unique = (flows: readonly Flow[]): readonly Flow[] => [
  ...new Map(
    flows.map((flow) => [JSON.stringify([flow.kind, flow.sink, flow.source, flow.access]), flow]),
  ).values(),
];
