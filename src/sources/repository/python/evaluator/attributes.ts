import { callValue } from './calls.ts';
import { lookInClass } from './classes.ts';
import type { Machine } from './machine.ts';
import { nameInModule } from './modules.ts';
import { extendsLibrary, libraryPath, lineage } from './paths.ts';
import type { ClassValue, FunctionValue, ResultValue, Value } from './value.ts';
import { asSetting, constant, noArguments, unknown } from './value.ts';

/** `value.name`. */
export function attributeOf(machine: Machine, value: Value, name: string): Value {
  switch (value.kind) {
    case 'module': {
      const found = nameInModule(machine, value.module, name);
      return found ?? unknown(`${name} was not found in ${value.module.path}`);
    }
    case 'library':
      return attributeOfLibrary(machine, value.path, name);
    case 'instance':
      return value.attributes.get(name) ?? inherited(machine, value.of, value, name);
    case 'class':
      return attributeOfClass(machine, value, name);
    case 'super':
      return attributeOfSuper(machine, value, name);
    case 'result':
      return (
        value.attributes.get(name) ??
        fieldOfRecord(machine, value, name) ?? { kind: 'member', object: value, name }
      );
    case 'choice':
      return attributeOfChoice(machine, value.options, name);
    case 'unknown':
      return value;
    default:
      return { kind: 'member', object: value, name };
  }
}

/** What Django tells of a model: its app and its name. */
function metaOf(machine: Machine, value: ClassValue): Value {
  const meta = lookInClass(machine, value, 'Meta');
  const told = meta?.kind === 'class' ? lookInClass(machine, meta, 'app_label') : undefined;
  const folder = /([^/]+)\/models(\/.*)?\.py$/.exec(value.module.path)?.[1] ?? '';
  return {
    kind: 'result',
    callee: { kind: 'library', path: 'django.db.models.options.Options' },
    args: noArguments,
    attributes: new Map<string, Value>([
      ['app_label', told ?? constant(folder)],
      ['model_name', constant(value.name.toLowerCase())],
      ['object_name', constant(value.name)],
    ]),
    place: value,
  };
}

const model = /^django\..*\b(Model|AbstractUser|AbstractBaseUser|Group|Permission|User)$/;

/** A column of the one record that holds an installation's settings, `Options.objects.get().prefix`: its default. */
function fieldOfRecord(machine: Machine, { callee }: ResultValue, name: string): Value | undefined {
  if (callee.kind !== 'member' || !/^(get|first|last|get_solo|load)$/.test(callee.name)) return undefined;
  const table = callee.object.kind === 'member' ? callee.object.object : callee.object;
  if (table.kind !== 'class' || !extendsLibrary(table, model)) return undefined;
  const field = lookInClass(machine, table, name);
  const made = field?.kind === 'result' && (libraryPath(field) ?? '').endsWith('Field()') ? field : undefined;
  const value = made?.args.keywords.get('default');
  return value?.kind === 'constant' ? asSetting(value) : undefined;
}

/** `django.conf.settings` is the settings module of the target. */
function attributeOfLibrary(machine: Machine, path: string, name: string): Value {
  if (path === 'django.conf.settings' && machine.settings !== undefined) {
    const found = nameInModule(machine, machine.settings, name);
    if (found !== undefined && found.kind !== 'unknown') return asSetting(found);
  }
  return { kind: 'library', path: `${path}.${name}` };
}

function attributeOfClass(machine: Machine, value: ClassValue, name: string): Value {
  if (name === '__name__') return constant(value.name);
  // Which records a manager gives is not known, whatever class it is of.
  if (name === 'objects' && extendsLibrary(value, model)) return { kind: 'member', object: value, name };
  const found = lookInClass(machine, value, name);
  if (found === undefined && name === '_meta' && extendsLibrary(value, model)) return metaOf(machine, value);
  if (found === undefined) return { kind: 'member', object: value, name };
  return found.kind === 'function' && isDecorated(found, 'classmethod') ? { ...found, self: value } : found;
}

function inherited(machine: Machine, owner: ClassValue, self: Value, name: string): Value {
  if (name === '__class__') return owner;
  const found = lookInClass(machine, owner, name);
  if (found === undefined) return { kind: 'member', object: self, name };
  if (found.kind === 'function') return bound(machine, found, self, owner);
  const made = declaredDefault(machine, found);
  if (made !== undefined) return made;
  return extendsLibrary(owner, /^pydantic(_settings)?\.(\w+\.)*BaseSettings$/) ? asSetting(found) : found;
}

/** `Field(default_factory=Run)` of pydantic, `field(default='/')` of a dataclass: what an object has that is told nothing else. */
function declaredDefault(machine: Machine, found: Value): Value | undefined {
  if (
    found.kind !== 'result' ||
    !/^(pydantic\.(\w+\.)*Field|dataclasses\.field)\(\)$/.test(libraryPath(found) ?? '')
  )
    return undefined;
  const factory = found.args.keywords.get('default_factory');
  if (factory?.kind === 'class' || factory?.kind === 'function')
    return callValue(machine, factory, noArguments, found.place);
  const value = found.args.keywords.get('default') ?? found.args.positional[0];
  return value?.kind === 'constant' ? asSetting(value) : undefined;
}

function bound(machine: Machine, found: FunctionValue, self: Value, owner: ClassValue): Value {
  if (isDecorated(found, 'staticmethod')) return found;
  const method: FunctionValue = { ...found, self: isDecorated(found, 'classmethod') ? owner : self };
  const isProperty = found.wrappers.some((each) =>
    /(^|\.)(property|cached_property)$/.test(libraryPath(each.value) ?? ''),
  );
  return isProperty
    ? callValue(machine, method, noArguments, { module: found.module, node: found.node })
    : method;
}

const isDecorated = (value: FunctionValue, name: string): boolean =>
  value.wrappers.some((each) => libraryPath(each.value) === name);

function attributeOfSuper(machine: Machine, value: Extract<Value, { kind: 'super' }>, name: string): Value {
  const self = value.self;
  const start = self.kind === 'instance' ? self.of : self.kind === 'class' ? self : value.after;
  const classes = lineage(start);
  const at = classes.indexOf(value.after);
  for (const each of classes.slice(at + 1)) {
    const found = each.attributes.get(name);
    if (found?.kind === 'function') return bound(machine, found, self, start);
    if (found !== undefined) return found;
  }
  return { kind: 'member', object: self, name };
}

function attributeOfChoice(machine: Machine, options: readonly Value[], name: string): Value {
  const found = options
    .filter(({ kind }) => kind !== 'unknown' && kind !== 'constant')
    .slice(0, 8)
    .map((option) => attributeOf(machine, option, name));
  if (found.length === 1 && found[0] !== undefined) return found[0];
  return found.length === 0
    ? unknown(`${name} of one of several values`)
    : { kind: 'choice', options: found };
}
