import type { Parameter } from '../../../model/api.ts';
import { expand } from './annotations.ts';
import type { ClassDeclaration, FieldDeclaration } from './classes.ts';
import type { Annotation, TypeName } from './code.ts';
import { walkCode } from './code.ts';
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
  const created = creatorFields(world, found);
  const seen = new Set<string>();
  const line = [found, ...ancestors(world, found).filter(({ kind }) => kind !== 'interface')];
  const own = line.flatMap((owner) =>
    [...owner.fields, ...settersOf(owner)].flatMap((field): readonly BodyField[] => {
      if (field.isStatic || field.isTransient || seen.has(field.name)) return [];
      if (created !== undefined && !isSettable(line, field)) return [];
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
  const named = new Set((created ?? []).map(({ name }) => name));
  return [...(created ?? []), ...own.filter(({ name }) => !named.has(name))];
}

/** A constructor that is told the names it takes is what makes the object: fields without a setter come from nowhere else. */
function creatorFields(world: World, of: ClassDeclaration): readonly BodyField[] | undefined {
  const scope = scopeOf(of);
  const nameOf = (annotations: readonly Annotation[]): string | undefined => {
    const said = expand(world, annotations, scope).find(({ name }) => name === 'JsonProperty');
    return said === undefined ? undefined : textOf(world, attribute(said, 'value'), said.scope).text;
  };
  const creator = of.methods.find(
    ({ isConstructor, parameters }) =>
      isConstructor &&
      parameters.length > 0 &&
      parameters.every((each) => nameOf(each.annotations) !== undefined),
  );
  return creator?.parameters.map((parameter): BodyField => {
    const kept = of.fields.find(({ name }) => name === parameter.name);
    const field: FieldDeclaration = {
      name: parameter.name,
      annotations: [...parameter.annotations, ...(kept?.annotations ?? [])],
      ...(parameter.type === undefined ? {} : { type: parameter.type }),
      isStatic: false,
      component: false,
      isTransient: false,
      line: creator.line,
    };
    return {
      name: nameOf(parameter.annotations) ?? parameter.name,
      ...(parameter.type === undefined ? {} : { type: parameter.type }),
      field,
      owner: of,
      scope,
    };
  });
}

const isSettable = (line: readonly ClassDeclaration[], { name }: FieldDeclaration): boolean =>
  line.some(({ methods }) =>
    methods.some((method) => method.name === `set${name.charAt(0).toUpperCase()}${name.slice(1)}`),
  );

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
    // A text, a tree or a map may hold any field; one value of a query is just that.
    const extent = place === 'body' ? { extent: 'whole' as const } : {};
    return [{ name: given.name, in: place, ...typed, required: true, ...extent, origin }];
  }
  return fields.map(({ name, type: of, field, owner }) => ({
    name,
    in: place,
    ...(of === undefined ? {} : { type: printType(of) }),
    required: isRequired(field) && !hasDefault(field, owner),
    origin: { kind: 'read', file: owner.file.path, line: field.line },
  }));
}

const isRequired = (field: FieldDeclaration): boolean =>
  field.annotations.some(({ name }) => /(^|\.)(NotNull|NotBlank|NotEmpty|NonNull)$/.test(name));

/** What a request leaves out keeps the value that the class gives it, at the field or in its empty constructor. */
function hasDefault({ name, value }: FieldDeclaration, owner: ClassDeclaration): boolean {
  const given = value?.();
  if (given !== undefined && given.kind !== 'null') return true;
  const empty = owner.methods.find(
    ({ isConstructor, parameters }) => isConstructor && parameters.length === 0,
  );
  let assigned = false;
  walkCode(empty?.body?.() ?? [], (code) => {
    if (code.kind !== 'assign') return;
    const { target } = code;
    if ((target.kind === 'member' || target.kind === 'name') && target.name === name) assigned = true;
  });
  return assigned;
}
