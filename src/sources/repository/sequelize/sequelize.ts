import type { Codebase } from '../javascript/codebase.ts';
import type { LibraryModel, Machine } from '../javascript/machine.ts';
import { siteOf } from '../javascript/machine.ts';
import type { Site, Value } from '../javascript/value.ts';
import { native, nothing, objectOf, optionsOf, primitive, unknown } from '../javascript/value.ts';
import { entriesAt, fieldAt, hostOf, settled, textAt } from '../code-migrations/values.ts';
import { qualifiedName } from '../schema/changes.ts';
import type { ModelReader } from '../models/models.ts';
import { decoratedModels } from './decorated.ts';
import type { Association, ModelDefinition, ModelDraft } from './model.ts';
import { associate, defineModel } from './model.ts';

/** Models that are defined by calls, gathered while the files that define them are walked. */
interface Gathered {
  readonly defined: { readonly definition: ModelDefinition; readonly value: Value }[];
  readonly associated: {
    readonly kind: Association;
    readonly source: Value;
    readonly args: readonly Value[];
    readonly site: Site;
  }[];
}

const associations: readonly Association[] = ['belongsTo', 'hasOne', 'hasMany', 'belongsToMany'];

/** Tables of Sequelize's models: `define`, `init`, and classes with decorators. */
export function sequelizeModels(): ModelReader {
  const gathered: Gathered = { defined: [], associated: [] };
  return {
    technology: 'Sequelize',
    library: libraryOf(gathered),
    files: (codebase) => modelFiles(codebase),
    read: (on, paths) => {
      const { machine } = on.world;
      const decorated = decoratedModels(on, paths);
      for (const path of paths) {
        machine.runModule(path);
        callFactories(machine, path, gathered);
      }
      const models = new Map<Value, ModelDraft>();
      const named = new Map<string, Value>();
      for (const { definition, value } of gathered.defined) {
        if (models.has(value) || [...models.values()].some(({ name }) => name === definition.name)) continue;
        models.set(value, defineModel(on, definition));
        named.set(definition.name, value);
      }
      callAssociate(machine, gathered, named);
      for (const { kind, source, args, site } of gathered.associated) {
        const [own, target] = [models.get(source), modelIn(models, named, args[0])];
        const through = modelIn(models, named, fieldAt(args[1], 'through'));
        if (own !== undefined && target !== undefined)
          associate(on, kind, own, target, args[1], site.origin, through);
      }
      return [...decorated, ...models.values()].flatMap(({ name, table, columns, shape }) =>
        // Code calls the class, whatever the model is called.
        [...new Set([shape?.node.id?.name ?? name, name])].map((each) => ({
          technology: 'Sequelize',
          name: each,
          table: qualifiedName(table),
          columns,
        })),
      );
    },
  };
}

const modelIn = (
  models: ReadonlyMap<Value, ModelDraft>,
  named: ReadonlyMap<string, Value>,
  value: Value | undefined,
): ModelDraft | undefined => {
  const one = settled(value);
  if (one === undefined) return undefined;
  return models.get(one) ?? models.get(named.get(textAt(one) ?? '') ?? nothing);
};

function modelFiles(codebase: Codebase): readonly string[] {
  return [...codebase.files.values()]
    .filter(({ path, test, imports }) => {
      const text = codebase.repository.files.get(path)?.text ?? '';
      if (test || /\bqueryInterface\b/.test(text)) return false;
      const imported = imports.some(
        ({ resolved }) =>
          resolved.kind === 'library' &&
          /^(sequelize|sequelize-typescript|@sequelize\/core)$/.test(resolved.name),
      );
      if (/@Table\b/.test(text)) return imported;
      const defines = /\.define\s*(<[^>]*>)?\(|\.init\s*\(/.test(text);
      return defines && (imported || (/\b[sS]equelize\b/.test(text) && /DataTypes|Sequelize\./.test(text)));
    })
    .map(({ path }) => path);
}

function libraryOf(gathered: Gathered): LibraryModel {
  const host = sequelizeHost(gathered, undefined);
  return {
    packages: ['sequelize', '@sequelize/core'],
    call: (library, args) => {
      const name = library.path.replace(/^default\.?/, '');
      if (name === '' || name === 'Sequelize') {
        const options = args.find((arg) => settled(arg)?.kind === 'object');
        return options === undefined ? host : sequelizeHost(gathered, fieldAt(options, 'define'));
      }
      return undefined;
    },
    // `class User extends Model {}; User.init({…}, {…})`: statics of the library's class.
    member: (library, key) => {
      if (!/(^|\.)Model$/.test(library.path)) return undefined;
      return staticMember(gathered, key);
    },
  };
}

function sequelizeHost(gathered: Gathered, shared: Value | undefined): Value {
  return hostOf('sequelize', (name) => {
    if (name === 'define')
      return native(name, ([given, attributes, options], site) => {
        const model = modelHost(gathered, textAt(given) ?? '');
        const definition: ModelDefinition = {
          name: textAt(given) ?? '',
          attributes: entriesAt(attributes),
          options,
          shared,
          site,
        };
        gathered.defined.push({ definition, value: model });
        return model;
      });
    if (name === 'models') return unknown('the models of the connection');
    if (name === 'Sequelize' || name === 'DataTypes')
      return { kind: 'library', package: 'sequelize', path: '' };
    return native(name, () => unknown(`${name} of a connection`));
  });
}

function modelHost(gathered: Gathered, name: string): Value {
  const host: Value = hostOf('sequelize model', (key) => {
    const kind = associations.find((one) => one === key);
    if (kind !== undefined)
      return native(key, (args, site) => {
        gathered.associated.push({ kind, source: host, args, site });
        return unknown('an association');
      });
    if (key === 'name') return primitive(name);
    return key === 'prototype' ? objectOf([], 0, true) : undefined;
  });
  return host;
}

function staticMember(gathered: Gathered, key: string): Value | undefined {
  if (key === 'init')
    return native(key, ([attributes, options], site, self) => {
      if (self.kind !== 'class') return nothing;
      const name = textAt(fieldAt(options, 'modelName')) ?? self.node.id?.name ?? '';
      gathered.defined.push({
        definition: {
          name,
          attributes: entriesAt(attributes),
          options,
          shared: undefined,
          site,
          shape: self,
        },
        value: self,
      });
      return self;
    });
  const kind = associations.find((one) => one === key);
  if (kind === undefined) return undefined;
  return native(key, (args, site, self) => {
    gathered.associated.push({ kind, source: self, args, site });
    return unknown('an association');
  });
}

/** `module.exports = (sequelize, DataTypes) => …` is called by the loader of the models folder. */
function callFactories(machine: Machine, path: string, gathered: Gathered): void {
  const file = machine.codebase.tree(path);
  if (file === undefined) return;
  const site = siteOf(file, file.program);
  const whole = machine.importFrom(`./${path.slice(path.lastIndexOf('/') + 1)}`, path);
  const values = [whole, ...machine.exportsOf(path).map(([, value]) => value)].flatMap(optionsOf);
  for (const value of new Set(values)) {
    if (value.kind !== 'function' || value.node.params.length === 0) continue;
    const [first] = value.node.params;
    const named = first?.type === 'Identifier' ? first.name : '';
    if (!/sequelize|^db$|connection/i.test(named) && value.node.params.length < 2) continue;
    machine.call(
      value,
      [sequelizeHost(gathered, undefined), { kind: 'library', package: 'sequelize', path: '' }],
      site,
    );
  }
  for (const value of new Set(values))
    if (value.kind === 'class') {
      const init = machine.member(value, 'initModel', site);
      const initialise = init.kind === 'function' ? init : machine.member(value, 'initialize', site);
      if (initialise.kind === 'function')
        machine.call(initialise, [sequelizeHost(gathered, undefined)], site, value);
    }
}

/** `Model.associate(models)`, the custom of the generator's loader. */
function callAssociate(machine: Machine, gathered: Gathered, named: ReadonlyMap<string, Value>): void {
  const models = objectOf([...named], 0, true);
  for (const { definition, value } of gathered.defined) {
    const own = value.kind === 'class' || value.kind === 'host' ? value.fields.get('associate') : undefined;
    const found =
      own ?? (value.kind === 'class' ? machine.member(value, 'associate', definition.site) : undefined);
    if (found?.kind === 'function') machine.call(found, [models], definition.site, value);
  }
}
