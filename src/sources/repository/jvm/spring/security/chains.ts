import { attribute, expand } from '../../annotations.ts';
import { presence } from '../../conditions.ts';
import type { ClassDeclaration, MethodDeclaration } from '../../classes.ts';
import { everyClass } from '../../classes.ts';
import { lastName } from '../../code.ts';
import { scopeOf, supertypeNames } from '../../names.ts';
import { run } from '../../run/calls.ts';
import { createMachine } from '../../run/start.ts';
import type { Machine } from '../../run/machine.ts';
import type { Value } from '../../run/value.ts';
import { unknownValue } from '../../run/value.ts';
import { textOf } from '../../values.ts';
import type { World } from '../../world.ts';
import type { Chain, HttpHost, WebHost } from './chain.ts';
import { securityLibrary } from './library.ts';

export interface SecurityConfiguration {
  readonly chains: readonly Chain[];
  readonly ignored: readonly { readonly file: string; readonly matchers: WebHost['ignored'] }[];
}

const httpTypes = /^(HttpSecurity|ServerHttpSecurity)$/;

/** Every chain that a bean or an adapter of the target configures, first those of a higher order. */
export function securityChains(world: World): SecurityConfiguration {
  const files = world.filesWith(/\b(HttpSecurity|ServerHttpSecurity|WebSecurityCustomizer|WebSecurity)\b/);
  const machine = createMachine(world, [securityLibrary]);
  const chains: Chain[] = [];
  const ignored: SecurityConfiguration['ignored'][number][] = [];
  for (const of of files.flatMap(({ classes }) => everyClass(classes)))
    for (const method of of.methods) {
      const chain = chainOf(machine, of, method);
      if (chain !== undefined) chains.push(chain);
      const matchers = ignoredBy(machine, of, method);
      if (matchers.length > 0) ignored.push({ file: of.file.path, matchers });
    }
  return { chains: chains.toSorted((a, b) => a.order - b.order), ignored };
}

/** Classes whose configuration is no bean: they only help to make one. */
function chainOf(machine: Machine, of: ClassDeclaration, method: MethodDeclaration): Chain | undefined {
  const at = method.parameters.findIndex(({ type }) => httpTypes.test(lastName(type?.name ?? '')));
  if (at < 0 || method.body === undefined) return undefined;
  const isBean =
    /^(SecurityFilterChain|SecurityWebFilterChain|DefaultSecurityFilterChain)$/.test(
      lastName(method.returns?.name ?? ''),
    ) ||
    (method.returns === undefined && method.annotations.some(({ name }) => lastName(name) === 'Bean'));
  const isAdapter =
    method.name === 'configure' &&
    supertypeNames(machine.world, of).some(({ name }) =>
      /(WebSecurityConfigurerAdapter|ResourceServerConfigurer(Adapter)?)$/.test(name),
    );
  const isBased = isBean && method.annotations.some(({ name }) => lastName(name) === 'Bean');
  if (!isAdapter && !isBased) return undefined;
  const scope = scopeOf(of);
  const conditions = [
    ...expand(machine.world, of.annotations, scope),
    ...expand(machine.world, method.annotations, scope),
  ];
  const present = presence(machine.world, conditions, of.file.path);
  if (present === 'no') return undefined;
  const chain: Chain = {
    perhaps: present === 'perhaps',
    name: method.name,
    file: of.file.path,
    line: method.line,
    order: orderOf(machine.world, of, method, isAdapter),
    matchers: [],
    rules: [],
    refusesRest: false,
    authorizes: false,
  };
  const host: HttpHost = { type: 'http-security', chain, context: 'root', pending: [] };
  start(machine, of, method, at, { kind: 'host', host });
  return chain;
}

function start(
  machine: Machine,
  of: ClassDeclaration,
  method: MethodDeclaration,
  at: number,
  given: Value,
): Value {
  const self: Value = { kind: 'instance', of, fields: new Map() };
  const args = method.parameters.map((_, place) => (place === at ? given : unknownValue));
  return run(machine, { kind: 'method', method, owner: of, self }, args);
}

const lowest = 2_147_483_647;

function orderOf(world: World, of: ClassDeclaration, method: MethodDeclaration, isAdapter: boolean): number {
  for (const annotations of [method.annotations, of.annotations]) {
    const order = expand(world, annotations, scopeOf(of)).find(({ name }) => name === 'Order');
    if (order === undefined) continue;
    const value = attribute(order, 'value');
    const text = textOf(world, value, order.scope).text;
    if (text !== undefined && Number.isFinite(Number(text))) return Number(text);
    if (value?.kind === 'member' && value.name === 'HIGHEST_PRECEDENCE') return -lowest;
    if (value?.kind === 'binary') return -lowest + 10;
    return lowest;
  }
  return isAdapter ? 100 : lowest;
}

function ignoredBy(machine: Machine, of: ClassDeclaration, method: MethodDeclaration): WebHost['ignored'] {
  const host: WebHost = { type: 'web-security', ignored: [] };
  const at = method.parameters.findIndex(({ type }) => lastName(type?.name ?? '') === 'WebSecurity');
  if (at >= 0) start(machine, of, method, at, { kind: 'host', host });
  else if (lastName(method.returns?.name ?? '') === 'WebSecurityCustomizer') {
    const made = start(machine, of, method, -1, unknownValue);
    run(machine, made, [{ kind: 'host', host }]);
  }
  return host.ignored;
}
