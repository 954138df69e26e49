import type { Parameter } from '../../../../model/api.ts';
import { lookInClass } from '../evaluator/classes.ts';
import type { Machine } from '../evaluator/machine.ts';
import { extendsLibrary, isCallOf, libraryPath, lineage } from '../evaluator/paths.ts';
import type { ClassValue, Value } from '../evaluator/value.ts';
import { booleanOf, itemsOf, stringOf } from '../evaluator/value.ts';

const serializer =
  /^(rest_framework|drf_\w+|rest_framework_\w+|djoser|dj_rest_auth)\.(\w+\.)*\w*Serializer(Mixin)?$/;

const types: readonly (readonly [RegExp, string])[] = [
  [/(Integer|PositiveInteger|PrimaryKeyRelated|BigInteger)Field$/, 'integer'],
  [/(Float|Decimal)Field$/, 'number'],
  [/BooleanField$/, 'boolean'],
  [/(Char|Text|Email|Slug|URL|Choice|Regex|IPAddress)Field$/, 'string'],
  [/(List|ManyToMany|MultipleChoice)Field$/, 'array'],
  [/(JSON|Dict)Field$/, 'object'],
  [/DateTimeField$/, 'datetime'],
  [/DateField$/, 'date'],
  [/UUIDField$/, 'uuid'],
  [/(File|Image)Field$/, 'file'],
];

/** Fields that a serializer takes from the body: declared ones and those of `Meta.fields`, without the read-only ones. */
export function serializerFields(machine: Machine, of: ClassValue, partial: boolean): readonly Parameter[] {
  if (!extendsLibrary(of, serializer)) return [];
  const meta = lookInClass(machine, of, 'Meta');
  const inMeta = (name: string): Value | undefined =>
    meta?.kind === 'class' ? lookInClass(machine, meta, name) : undefined;
  const readOnly = new Set(itemsOf(inMeta('read_only_fields')).flatMap((each) => stringOf(each) ?? []));
  const excluded = new Set(itemsOf(inMeta('exclude')).flatMap((each) => stringOf(each) ?? []));
  const declared = new Map<string, Value>();
  for (const each of lineage(of).toReversed())
    for (const [name, value] of each.attributes) if (isField(value)) declared.set(name, value);
  const model = inMeta('model');
  const columns = model?.kind === 'class' ? modelFields(model) : new Map<string, Value>();
  const listed = itemsOf(inMeta('fields')).flatMap((each) => stringOf(each) ?? []);
  const all =
    listed.includes('__all__') || (excluded.size > 0 && listed.length === 0)
      ? [...declared.keys(), ...columns.keys()]
      : listed.length > 0
        ? [...listed, ...declared.keys()]
        : [...declared.keys()];
  return [...new Set(all)].flatMap((name) => {
    const field = declared.get(name) ?? columns.get(name);
    if (readOnly.has(name) || excluded.has(name) || /^(id|pk|url)$/.test(name) || isReadOnly(field))
      return [];
    const type = types.find(([pattern]) =>
      pattern.test((libraryPath(field) ?? '').replace(/\(\)$/, '')),
    )?.[1];
    return [
      {
        name,
        in: 'body' as const,
        ...(type === undefined ? {} : { type }),
        required: !partial && isRequired(field),
        origin: { kind: 'read' as const, file: of.module.path, line: of.node.line },
      },
    ];
  });
}

function isField(value: Value): boolean {
  const path = libraryPath(value) ?? '';
  return (
    /^(rest_framework|drf_\w+)\b.*(Field|Serializer)\(\)$/.test(path) ||
    (value.kind === 'instance' && extendsLibrary(value.of, /^rest_framework\./)) ||
    (value.kind === 'result' && path.endsWith('Field()'))
  );
}

const madeWith = (value: Value | undefined): ReadonlyMap<string, Value> | undefined =>
  value?.kind === 'result'
    ? value.args.keywords
    : value?.kind === 'instance'
      ? value.made.keywords
      : undefined;

function isReadOnly(value: Value | undefined): boolean {
  if (/SerializerMethodField\(\)$|ReadOnlyField\(\)$|HiddenField\(\)$/.test(libraryPath(value) ?? ''))
    return true;
  const given = madeWith(value);
  return (
    booleanOf(given?.get('read_only')) === true ||
    booleanOf(given?.get('editable')) === false ||
    booleanOf(given?.get('auto_now')) === true ||
    booleanOf(given?.get('auto_now_add')) === true
  );
}

function isRequired(value: Value | undefined): boolean {
  const given = madeWith(value);
  if (given === undefined) return false;
  return (
    booleanOf(given.get('required')) !== false &&
    given.get('default') === undefined &&
    booleanOf(given.get('null')) !== true &&
    booleanOf(given.get('blank')) !== true
  );
}

function modelFields(model: ClassValue): Map<string, Value> {
  const found = new Map<string, Value>();
  for (const each of lineage(model).toReversed())
    for (const [name, value] of each.attributes)
      if (
        /(^|\.)models\..*\(\)$|Field\(\)$|ForeignKey\(\)$/.test(libraryPath(value) ?? '') &&
        !isCallOf(value, 'Manager')
      )
        found.set(name, value);
  return found;
}
