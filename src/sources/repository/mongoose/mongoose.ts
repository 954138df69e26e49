import type { Codebase } from '../javascript/codebase.ts';
import type { LibraryModel, Machine } from '../javascript/machine.ts';
import type { ClassValue, HostValue, Site, Value } from '../javascript/value.ts';
import { native, nothing, objectOf, primitive, unknown } from '../javascript/value.ts';
import { entriesAt, fieldAt, settled, textAt } from '../code-migrations/values.ts';
import { classesOf, decorationsOf, fieldsOf } from '../models/classes.ts';
import type { ModelName } from '../models/names.ts';
import type { ModelContext, ModelReader } from '../models/models.ts';
import { plural } from '../sequelize/plural.ts';
import type { MongooseSchema } from './collection.ts';
import { collectionOf, discriminatorOf, pathFrom } from './collection.ts';

interface ModelDraft {
  readonly name: string;
  readonly schema: MongooseSchema;
  readonly collection: string;
  /** Key of the base's documents; absent = a model with a collection of its own. */
  readonly discriminator?: string;
  readonly site: Site;
}

/** What the schemas and models of a repository are, while its code is walked. */
interface Drafts {
  readonly schemas: Map<Value, MongooseSchema>;
  readonly models: ModelDraft[];
  /** `mongoose.plugin(…)`: run for each schema that a model is made of. */
  readonly plugins: { readonly plugin: Value; readonly options: Value | undefined; readonly site: Site }[];
  /** Runs what the target's code declares, once there is a machine. */
  machine: Machine | undefined;
}

/** Collections of Mongoose: schemas that a model was made of. */
export function mongooseModels(): ModelReader {
  const drafts: Drafts = { schemas: new Map(), models: [], plugins: [], machine: undefined };
  return {
    technology: 'Mongoose',
    library: libraryOf(drafts),
    files: (codebase) => mongooseFiles(codebase),
    read: (on, paths) => {
      drafts.machine = on.world.machine;
      for (const path of paths) on.world.machine.runModule(path);
      for (const { collection, schema, discriminator, site } of drafts.models)
        if (discriminator === undefined) collectionOf(on, collection, schema, site.origin);
        else discriminatorOf(on, collection, schema, discriminator, site.origin);
      const nest = paths.flatMap((path) =>
        classesOf(on.world.machine, path).flatMap((shape) => nestCollection(on, shape) ?? []),
      );
      return [...nest, ...drafts.models.map(({ name, collection }) => named(name, collection))];
    },
  };
}

/** `model('Event', schema)`; what it gives can be told apart further: `Event.discriminator('Click', schema)`. */
function addModel(drafts: Drafts, args: readonly Value[], site: Site): Value {
  const name = textAt(args[0]);
  const host = args[1] === undefined ? undefined : settled(args[1]);
  const schema = drafts.schemas.get(host ?? nothing);
  if (name === undefined || schema === undefined || host === undefined) return unknown('a model');
  for (const { plugin, options, site: at } of drafts.plugins)
    run(drafts, plugin, [host, options ?? nothing], at);
  const collection = textAt(args[2]) ?? schema.collection ?? plural(name.toLowerCase());
  drafts.models.push({ name, schema, collection, site });
  const key =
    textAt(schema.paths.get('$discriminatorKey')) ??
    textAt(fieldAt(schema.options, 'discriminatorKey')) ??
    '__t';
  return {
    kind: 'host',
    technology: 'mongoose model',
    fields: new Map(),
    member: (member) =>
      member === 'discriminator'
        ? native(member, ([given, inner], at) => {
            const own = drafts.schemas.get(settled(inner) ?? nothing);
            const word = textAt(given);
            if (own !== undefined && word !== undefined)
              drafts.models.push({ name: word, schema: own, collection, discriminator: key, site: at });
            return unknown('a model');
          })
        : undefined,
  };
}

/** Packages that add a check of the version to `save()`. */
const checkingPlugins = /^mongoose-update-if-current$/;

/** Runs a plugin for a schema: a function of the target by its code, one of a package by what is known of it. */
function run({ machine, schemas }: Drafts, plugin: Value, args: readonly Value[], site: Site): void {
  const one = settled(plugin);
  const schema = schemas.get(args[0] ?? nothing);
  const from =
    one?.kind === 'library' ? one.package : one?.kind === 'result' ? one.callee.package : undefined;
  if (from !== undefined) {
    if (checkingPlugins.test(from)) schema?.paths.set('$optimisticConcurrency', primitive(true));
  } else if (one !== undefined) machine?.call(one, args, site);
}

const named = (name: string, table: string): ModelName => ({
  technology: 'Mongoose',
  name,
  table,
  columns: new Map(),
});

const mongooseFiles = (codebase: Codebase): readonly string[] =>
  [...codebase.files.values()]
    .filter(({ path, test, imports }) => {
      const text = codebase.repository.files.get(path)?.text ?? '';
      const imported = imports.some(
        ({ resolved }) => resolved.kind === 'library' && /^(mongoose|@nestjs\/mongoose)$/.test(resolved.name),
      );
      return !test && imported && /\bSchema\b|\.model\s*(<[^(]*>)?\(/.test(text);
    })
    .map(({ path }) => path);

function libraryOf(drafts: Drafts): LibraryModel {
  return {
    packages: ['mongoose'],
    call: (library, args, site) => {
      const name = library.path.replace(/^default\.?/, '').replace(/^mongoose\./, '');
      if (name === 'Schema') return schemaHost(drafts, args, site);
      const [plugin, options] = args;
      if (name === 'plugin' && plugin !== undefined) {
        drafts.plugins.push({ plugin, options, site });
        return library;
      }
      if (name === 'model' || /(^|\.)(connection|createConnection\(\))\.model$/.test(name))
        return addModel(drafts, args, site);
      return undefined;
    },
    member: (library, key) =>
      library.path.replace(/^default\.?/, '') === 'models'
        ? nothing
        : key === 'default'
          ? library
          : undefined,
  };
}

/** Options that `schema.set` changes and that matter here. */
const settable = new Set(['timestamps', 'optimisticConcurrency', 'discriminatorKey']);

function schemaHost(drafts: Drafts, [definition, options]: readonly Value[], site: Site): Value {
  const { schemas } = drafts;
  const paths = new Map<string, Value>(entriesAt(definition));
  const known = settled(definition);
  const parent = known === undefined ? undefined : schemas.get(known);
  for (const [key, value] of parent?.paths ?? []) paths.set(key, value);
  const collection = textAt(fieldAt(options, 'collection')) ?? parent?.collection;
  const schema: MongooseSchema = {
    paths,
    indexes: [],
    options,
    site,
    ...(collection === undefined ? {} : { collection }),
    schemaOf: (value) => schemas.get(settled(value) ?? nothing),
  };
  const host: HostValue = {
    kind: 'host',
    technology: 'mongoose schema',
    fields: new Map(),
    member: (name) => {
      if (name === 'index')
        return native(name, ([fields, given], at) => {
          schema.indexes.push({ fields, options: given, site: at });
          return host;
        });
      if (name === 'add')
        return native(name, ([more]) => {
          const inner = more === undefined ? undefined : schemas.get(settled(more) ?? nothing);
          for (const [key, value] of inner?.paths ?? entriesAt(more)) paths.set(key, value);
          return host;
        });
      if (name === 'set')
        return native(name, ([key, value]) => {
          const option = textAt(key);
          if (option !== undefined && settable.has(option) && value !== undefined)
            paths.set(`$${option}`, value);
          return host;
        });
      if (name === 'plugin')
        return native(name, ([plugin, given], at) => {
          if (plugin !== undefined) run(drafts, plugin, [host, given ?? nothing], at);
          return host;
        });
      if (name === 'methods' || name === 'statics' || name === 'query') return objectOf([], 0, true);
      return native(name, () => host);
    },
  };
  schemas.set(host, schema);
  return host;
}

/** A class with `@Schema()`; its collection is that of the model, whose name is the class's. */
function nestCollection(on: ModelContext, shape: ClassValue): ModelName | undefined {
  const decoration = decorationsOf(on.world, shape).find(
    ({ package: from, name }) => from === '@nestjs/mongoose' && name === 'Schema',
  );
  const name = shape.node.id?.name;
  if (decoration === undefined || name === undefined) return undefined;
  if (!new RegExp(`createForClass\\(\\s*${name}\\s*\\)`).test(shape.file.text)) return undefined;
  const [options] = decoration.args;
  if (settled(fieldAt(options, '_id'))?.kind === 'primitive') return undefined;
  const paths = new Map<string, Value>();
  for (const field of fieldsOf(on.world, shape)) {
    const prop = field.decorations.find(
      ({ package: from, name: word }) => from === '@nestjs/mongoose' && word === 'Prop',
    );
    if (prop !== undefined) paths.set(field.name, pathFrom(prop.args[0], field.type));
  }
  const schema: MongooseSchema = {
    paths,
    indexes: [],
    options,
    site: decoration.site,
    schemaOf: () => undefined,
  };
  const collection = textAt(fieldAt(options, 'collection')) ?? plural(name.toLowerCase());
  collectionOf(on, collection, schema, decoration.site.origin);
  return named(name, collection);
}
