import type { Code, TypeName } from '../code.ts';
import { lastName } from '../code.ts';
import { scopeOf } from '../names.ts';
import type { Body, Member } from './typing.ts';
import { typeOf } from './typing.ts';

/** Of methods of one name those that the arguments fit, as far as their types are known; those of the nearest class. */
export function fitting(body: Body, candidates: readonly Member[], args: readonly Code[]): readonly Member[] {
  const [first] = candidates;
  if (first === undefined) return [];
  const near = candidates.filter(({ owner }) => owner === first.owner);
  if (near.length === 1) return near;
  const fits = near.filter((member) => args.every((arg, place) => mayBe(body, arg, member, place)));
  return fits.length > 0 ? fits : near;
}

const boxed: Readonly<Record<string, string>> = {
  int: 'Integer',
  long: 'Long',
  short: 'Short',
  boolean: 'Boolean',
  double: 'Double',
  float: 'Float',
  Int: 'Integer',
};

const nameOf = (type: TypeName): string => {
  const name = lastName(type.name);
  return boxed[name] ?? name;
};

const isOpen = (name: string): boolean =>
  name === '' || name === 'Object' || name === 'Any' || /^[A-Z]$/.test(name);

/** Whether a value may be given for a parameter: not when both types are known and one is no other. */
function mayBe(body: Body, arg: Code, { method, owner }: Member, place: number): boolean {
  const type = method.parameters[place]?.type;
  if (type === undefined || isOpen(nameOf(type))) return true;
  const wanted = nameOf(type);
  if (arg.kind === 'text' || arg.kind === 'template') return /^(String|CharSequence)$/.test(wanted);
  if (arg.kind === 'number') return /^(Integer|Long|Short|Double|Float|Number|BigDecimal)$/.test(wanted);
  if (arg.kind === 'lambda' || arg.kind === 'reference')
    return !/^(String|Integer|Long|Boolean)$/.test(wanted);
  const given = typeOf(body, arg);
  if (given === undefined || nameOf(given.type) === wanted) return true;
  const { types } = body;
  const [own, target] = [types.classOf(given), types.classOf({ type, scope: scopeOf(owner) })];
  if (own !== undefined && target !== undefined) return types.lineOf(own).includes(target);
  // A class of the target is no String, and a String no class of the target; of libraries nothing is known.
  const plain = /^(String|Integer|Long|Short|Boolean|Double|Float|UUID|BigDecimal|List|Set|Map|Collection)$/;
  return !(
    (own !== undefined && plain.test(wanted)) ||
    (target !== undefined && plain.test(nameOf(given.type))) ||
    (plain.test(wanted) && plain.test(nameOf(given.type)) && !/^(Collection)$/.test(wanted))
  );
}
