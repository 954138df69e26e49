import type { Machine } from '../evaluator/machine.ts';
import { lookInClass } from '../evaluator/classes.ts';
import { libraryPath, lineage } from '../evaluator/paths.ts';
import { declaredParameters } from '../evaluator/parameters.ts';
import type { Arguments, ClassValue, FunctionValue, Place, Value } from '../evaluator/value.ts';
import { itemsOf, stringOf } from '../evaluator/value.ts';

/** A field of a root type with what answers it. */
export interface GraphqlField {
  readonly name: string;
  readonly resolver: FunctionValue | undefined;
  /** Classes that are asked before it. */
  readonly permissions: readonly Value[];
  readonly args: readonly string[];
  /** It is of a package, and known to be how somebody signs in. */
  readonly signsIn: boolean;
  readonly place: Place;
}

/** Fields of a root type of Graphene or Strawberry, those of its bases and of merged types included. */
export function typeFields(machine: Machine, type: Value | undefined): readonly GraphqlField[] {
  if (type?.kind === 'result' && libraryPath(type)?.endsWith('merge_types()') === true)
    return itemsOf(type.args.positional[1]).flatMap((each) => typeFields(machine, each));
  if (type?.kind !== 'class') return [];
  const found = new Map<string, GraphqlField>();
  for (const each of lineage(type))
    for (const [key, value] of each.attributes) {
      const field = found.has(key) ? undefined : fieldOf(machine, type, key, value);
      if (field !== undefined) found.set(key, field);
    }
  return [...found.values()];
}

const strawberry = /^strawberry(_django)?\.(\w+\.)*(field|mutation|subscription)(\(\))?$/;

function fieldOf(machine: Machine, type: ClassValue, key: string, value: Value): GraphqlField | undefined {
  if (value.kind === 'function') {
    const wrapper = value.wrappers.find((each) => strawberry.test(libraryPath(each.value) ?? ''));
    if (wrapper === undefined) return undefined;
    return decorated(key, value, wrapper.value.kind === 'result' ? wrapper.value.args : undefined);
  }
  if (value.kind !== 'result') return undefined;
  const path = libraryPath(value) ?? '';
  if (strawberry.test(path))
    return decorated(key, functionOf(value.args.keywords.get('resolver')), value.args, value.place);
  const { callee } = value;
  if (callee.kind === 'member' && callee.name === 'Field' && callee.object.kind === 'class')
    return mutation(machine, key, callee.object, value.place);
  const resolver =
    functionOf(lookInClass(machine, type, `resolve_${key}`)) ??
    functionOf(value.args.keywords.get('resolver'));
  if (resolver === undefined && !/^(graphene|graphql_)\w*\./.test(path)) return undefined;
  return {
    name: stringOf(value.args.keywords.get('name')) ?? camelCase(key),
    resolver,
    permissions: [],
    args: [...value.args.keywords.keys()].filter((name) => !options.test(name)),
    signsIn: /^graphql_jwt\.(relay\.)?(ObtainJSONWebToken|Verify|Refresh)\.Field\(\)$/.test(path),
    place: value.place,
  };
}

const options = /^(required|description|name|resolver|default_value|deprecation_reason|source|of_type)$/;

function decorated(
  key: string,
  resolver: FunctionValue | undefined,
  args: Arguments | undefined,
  place: Place | undefined = resolver,
): GraphqlField | undefined {
  if (place === undefined) return undefined;
  const declared = resolver === undefined ? [] : declaredParameters(resolver.node);
  return {
    name: stringOf(args?.keywords.get('name')) ?? camelCase(key),
    resolver,
    permissions: [
      ...itemsOf(args?.keywords.get('permission_classes')),
      ...itemsOf(args?.keywords.get('extensions')),
    ],
    args: declared.map(({ name }) => name).filter((name) => !/^(self|cls|root|parent|info)$/.test(name)),
    signsIn: false,
    place,
  };
}

/** `CreateBoat.Field()` of Graphene: the class that does it, with its arguments. */
function mutation(machine: Machine, key: string, of: ClassValue, place: Place): GraphqlField {
  const [resolver] = ['mutate', 'mutate_and_get_payload', 'perform_mutation', 'perform_mutate'].flatMap(
    (name) => functionOf(lookInClass(machine, of, name)) ?? [],
  );
  const [given] = ['Arguments', 'Input'].flatMap((name) => lookInClass(machine, of, name) ?? []);
  return {
    name: camelCase(key),
    resolver: resolver === undefined ? undefined : { ...resolver, owner: of },
    permissions: [],
    args: given?.kind === 'class' ? [...given.attributes.keys()] : [],
    signsIn: false,
    place,
  };
}

const functionOf = (value: Value | undefined): FunctionValue | undefined =>
  value?.kind === 'function' ? value : undefined;

/** Both libraries tell `add_boat` as `addBoat`. */
const camelCase = (name: string): string =>
  name.replaceAll(/(?<=[^_])_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
