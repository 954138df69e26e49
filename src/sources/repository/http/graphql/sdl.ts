import { Kind, parse } from 'graphql';
import type { DefinitionNode, FieldDefinitionNode, InputValueDefinitionNode, TypeNode } from 'graphql';
import type { Site } from '../../javascript/value.ts';
import { kindByName } from '../guards.ts';
import type { JudgedGuard } from '../routing.ts';
import type { Argument, RootField, RootType } from './schema.ts';
import { rootNamed } from './schema.ts';

/** Fields of the root types in texts of the schema language; a text that cannot be parsed gives none. */
export function sdlFields(texts: readonly string[], site: Site): readonly Omit<RootField, 'resolver'>[] {
  const definitions = texts.flatMap(definitionsIn);
  const roots = rootsOf(definitions);
  const inputs = new Map(
    definitions.flatMap((each) =>
      each.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ? [[each.name.value, each.fields ?? []] as const] : [],
    ),
  );
  return definitions.flatMap((each) => {
    if (each.kind !== Kind.OBJECT_TYPE_DEFINITION && each.kind !== Kind.OBJECT_TYPE_EXTENSION) return [];
    const root = roots.get(each.name.value);
    if (root === undefined) return [];
    return (each.fields ?? []).map((field) => ({
      root,
      name: field.name.value,
      args: (field.arguments ?? []).flatMap((argument) => argumentsOf(argument, inputs)),
      judged: directives(field, site),
      site,
    }));
  });
}

function definitionsIn(text: string): readonly DefinitionNode[] {
  try {
    return parse(text, { maxTokens: 200_000 }).definitions;
  } catch {
    return [];
  }
}

function rootsOf(definitions: readonly DefinitionNode[]): ReadonlyMap<string, RootType> {
  const roots = new Map<string, RootType>([
    ['Query', 'Query'],
    ['Mutation', 'Mutation'],
    ['Subscription', 'Subscription'],
  ]);
  for (const each of definitions)
    if (each.kind === Kind.SCHEMA_DEFINITION)
      for (const { operation, type } of each.operationTypes) {
        const root = rootNamed(operation.charAt(0).toUpperCase() + operation.slice(1));
        if (root !== undefined) roots.set(type.name.value, root);
      }
  return roots;
}

type Inputs = ReadonlyMap<string, readonly InputValueDefinitionNode[]>;

/** An argument of an input type stands for the fields of that type. */
function argumentsOf(argument: InputValueDefinitionNode, inputs: Inputs): readonly Argument[] {
  const fields = inputs.get(typeName(argument.type)) ?? [];
  return (fields.length === 0 ? [argument] : fields).map(({ name, type, defaultValue }) => ({
    name: name.value,
    type: typeName(type),
    required: type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined,
  }));
}

function typeName(type: TypeNode): string {
  let at = type;
  while (at.kind !== Kind.NAMED_TYPE) at = at.type;
  return at.name.value;
}

/** `@auth(role: "admin")`. */
const directives = (field: FieldDefinitionNode, site: Site): readonly JudgedGuard[] =>
  (field.directives ?? []).flatMap(({ name, arguments: args }): readonly JudgedGuard[] => {
    const kind = kindByName(name.value);
    if (kind !== 'authentication' && kind !== 'authorisation') return [];
    const requires = (args ?? []).flatMap(({ value }) =>
      value.kind === Kind.STRING || value.kind === Kind.ENUM ? [value.value] : [],
    );
    const asked: typeof kind = requires.length > 0 ? 'authorisation' : kind;
    const guard = { name: `@${name.value}`, kind: asked, requires, origin: site.origin };
    return [{ guard, resolved: true, conditional: false, passes: false }];
  });
