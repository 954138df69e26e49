import type { Scope } from '../../javascript/scope.ts';
import { lookup } from '../../javascript/scope.ts';
import type { Value } from '../../javascript/value.ts';
import { tellsCaller } from '../handler-checks.ts';
import type { Fact } from './fact.ts';
import { absent, either, factOf, missing, open } from './fact.ts';

/** Names of a function and of those around it, down to the names the evaluator knows. */
export interface Names {
  readonly own: Map<string, Fact>;
  readonly parent?: Names;
  readonly scope: Scope;
}

/** A name that was written, with what it held. */
export interface Written {
  readonly own: Map<string, Fact>;
  readonly name: string;
  readonly fact: Fact | undefined;
}

export const inner = (parent: Names): Names => ({ own: new Map(), parent, scope: parent.scope });

/** A variable that the messages of a connection share tells who is at its other end, as long as it holds nobody. */
const holdsNobody = (value: Value, name: string): boolean =>
  value.kind === 'primitive' && (value.value ?? false) === false && tellsCaller(name);

/** What a name holds; `message`: for a message of a connection over which nothing came before. */
export function factNamed(names: Names, name: string, message = false): Fact | undefined {
  for (let at: Names | undefined = names; at !== undefined; at = at.parent) {
    const fact = at.own.get(name);
    if (fact !== undefined) return fact;
  }
  const value = lookup(names.scope, name);
  if (value === undefined) return undefined;
  if (message && holdsNobody(value, name)) return absent;
  // The connection that a message of a socket comes over keeps who is at its other end.
  return value.kind === 'host' && value.technology === 'sockets' ? { kind: 'request' } : factOf(value);
}

/** What the environment says is not about who calls. */
export const globalNamed = (name: string): Fact =>
  name === 'process' ? factOf({ kind: 'library', package: name, path: '' }) : open;

export function write(own: Map<string, Fact>, name: string, fact: Fact, log: Written[]): void {
  log.push({ own, name, fact: own.get(name) });
  own.set(name, fact);
}

/** Writes where the name is declared; a name of the evaluator is shadowed from here on. */
export function assignName(names: Names, name: string, fact: Fact, log: Written[]): void {
  for (let at: Names | undefined = names; at !== undefined; at = at.parent)
    if (at.own.has(name)) return write(at.own, name, fact, log);
  write(names.own, name, fact, log);
}

/** Takes back what was written since `mark`; tells what each name held at the end. */
export function takeBack(log: Written[], mark: number): readonly Written[] {
  const undone = log.splice(mark);
  const latest = new Map<Map<string, Fact>, Map<string, Fact | undefined>>();
  for (const { own, name } of undone) {
    const names = latest.get(own) ?? new Map<string, Fact | undefined>();
    latest.set(own, names.set(name, own.get(name)));
  }
  for (const { own, name, fact } of undone.toReversed())
    if (fact === undefined) own.delete(name);
    else own.set(name, fact);
  return [...latest].flatMap(([own, names]) => [...names].map(([name, fact]) => ({ own, name, fact })));
}

/** Writes again what one branch wrote, or what either of two did. */
export function keep(log: Written[], branch: readonly Written[], other?: readonly Written[]): void {
  const held = (list: readonly Written[], { own, name }: Written): Fact | undefined => {
    const found = list.find((each) => each.own === own && each.name === name);
    return found === undefined ? own.get(name) : found.fact;
  };
  const all = other === undefined ? branch : [...branch, ...other.filter((each) => !has(branch, each))];
  const settled = all.flatMap((each) => {
    const [a, b] = [held(branch, each), other === undefined ? undefined : held(other, each)];
    if (other === undefined) return a === undefined ? [] : [{ ...each, fact: a }];
    if (a === undefined && b === undefined) return [];
    return [{ ...each, fact: either(a ?? missing, b ?? missing) }];
  });
  for (const { own, name, fact } of settled) if (fact !== undefined) write(own, name, fact, log);
}

const has = (list: readonly Written[], { own, name }: Written): boolean =>
  list.some((each) => each.own === own && each.name === name);
