import type { Parameter } from '../../../model/api.ts';
import { expand } from './annotations.ts';
import type { ClassDeclaration, FieldDeclaration } from './classes.ts';
import type { Annotation, TypeName } from './code.ts';
import { substituted } from './handlers.ts';
import type { Scope } from './names.ts';
import { ancestors, classOf, propertyNamed, scopeOf } from './names.ts';
import { innerType, printType } from './types.ts';
import { attribute } from './annotations.ts';
import { textOf } from './values.ts';
import type { World } from './world.ts';

export interface BodyField {
  readonly name: string;
  readonly type?: TypeName;
  readonly field: FieldDeclaration;
  readonly owner: ClassDeclaration;
  readonly scope: Scope;
}

/** What a document or form of a class holds: its fields and those of its superclasses, by the names they travel under. */
export function bodyFields(world: World, type: TypeName, scope: Scope): readonly BodyField[] | undefined {
  const found = classOf(world, innerType(type).name, scope);
  if (found === undefined || found.kind === 'enum' || found.kind === 'interface') return undefined;
  const seen = new Set<string>();
  const line = [found, ...ancestors(world, found).filter(({ kind }) => kind !== 'interface')];
  return line.flatMap((owner) =>
    [...owner.fields, ...settersOf(owner)].flatMap((field): readonly BodyField[] => {
      if (field.isStatic || field.isTransient || seen.has(field.name)) return [];
      const accessors = accessorsOf(line, field.name);
      const annotations = expand(world, [...field.annotations, ...accessors], scopeOf(owner));
      if (
        annotations.some(({ name }) => /^(JsonIgnore|JsonbTransient|Transient|Autowired|Inject)$/.test(name))
      )
        return [];
      seen.add(field.name);
      const renamed = annotations.find(({ name }) =>
        /^(JsonProperty|SerialName|JsonbProperty|SerializedName|JSONField)$/.test(name),
      );
      const name =
        renamed === undefined
          ? undefined
          : textOf(world, attribute(renamed, 'value', 'name'), renamed.scope).text;
      const resolved = substituted(world, found, owner, field.type);
      return [{ name: name ?? field.name, field, owner, ...resolved }];
    }),
  );
}

/** `setPassword(String)` without a field of that name: the class keeps it in another form. */
function settersOf(owner: ClassDeclaration): readonly FieldDeclaration[] {
  if (owner.kind !== 'class') return [];
  return owner.methods.flatMap((method): readonly FieldDeclaration[] => {
    const name = /^set([A-Z]\w*)$/.exec(method.name)?.[1];
    const [only, second] = method.parameters;
    if (name === undefined || only === undefined || second !== undefined) return [];
    if (method.isStatic || !method.isPublic) return [];
    const { annotations, line } = method;
    const typed = only.type === undefined ? {} : { type: only.type };
    const rest = { isStatic: false, component: false, isTransient: false };
    return [{ name: propertyNamed(name), annotations, line, ...typed, ...rest }];
  });
}

/** Annotations of the getter and the setter: what a document holds may be said there. */
function accessorsOf(line: readonly ClassDeclaration[], field: string): readonly Annotation[] {
  const name = field.charAt(0).toUpperCase() + field.slice(1);
  const names = [`get${name}`, `set${name}`, `is${name}`];
  for (const { methods } of line) {
    const found = methods.filter((method) => names.includes(method.name));
    if (found.length > 0)
      return found.flatMap(({ annotations }) =>
        annotations.filter((each) => /(^|\.)(Json\w+|SerializedName|JSONField)$/.test(each.name)),
      );
  }
  return [];
}

/** The fields of a class as parameters; what is no class of the target is one parameter. */
export function fieldParameters(
  world: World,
  given: { readonly name: string; readonly type?: TypeName; readonly scope: Scope; readonly line: number },
  place: Parameter['in'],
): readonly Parameter[] {
  const { type, scope } = given;
  const fields = type === undefined ? undefined : bodyFields(world, type, scope);
  if (fields === undefined || fields.length === 0) {
    const origin = { kind: 'read', file: scope.file.path, line: given.line } as const;
    const typed = type === undefined || type.name === '' ? {} : { type: printType(type) };
    return [{ name: given.name, in: place, ...typed, required: true, origin }];
  }
  return fields.map(({ name, type: of, field, owner }) => ({
    name,
    in: place,
    ...(of === undefined ? {} : { type: printType(of) }),
    required: isRequired(field),
    origin: { kind: 'read', file: owner.file.path, line: field.line },
  }));
}

const isRequired = (field: FieldDeclaration): boolean =>
  field.annotations.some(({ name }) => /(^|\.)(NotNull|NotBlank|NotEmpty|NonNull)$/.test(name));
