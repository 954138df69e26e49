import type { Codebase } from '../javascript/codebase.ts';
import type { LibraryModel } from '../javascript/machine.ts';
import type { ClassValue, HostValue, Site, Value } from '../javascript/value.ts';
import { native, nothing, objectOf, unknown } from '../javascript/value.ts';
import { entriesAt, fieldAt, settled, textAt } from '../code-migrations/values.ts';
import { classesOf, decorationsOf, fieldsOf } from '../models/classes.ts';
import type { ModelName } from '../models/names.ts';
import type { ModelContext, ModelReader } from '../models/models.ts';
import { plural } from '../sequelize/plural.ts';
import type { MongooseSchema } from './collection.ts';
import { collectionOf, pathFrom } from './collection.ts';

/** Collections of Mongoose: schemas that a model was made of. */
export function mongooseModels(): ModelReader {
  const schemas = new Map<Value, MongooseSchema>();
  const models: {
    readonly name: string;
    readonly schema: MongooseSchema;
    readonly collection: string | undefined;
    readonly site: Site;
  }[] = [];
  const add = (args: readonly Value[], site: Site): Value => {
    const name = textAt(args[0]);
    const schema = schemas.get(settled(args[1]) ?? nothing);
    if (name !== undefined && schema !== undefined)
      models.push({ name, schema, collection: textAt(args[2]), site });
    return unknown('a model');
  };
  return {
    technology: 'Mongoose',
    library: libraryOf(schemas, add),
    files: (codebase) => mongooseFiles(codebase),
    read: (on, paths) => {
      for (const path of paths) on.world.machine.runModule(path);
      for (const { name, schema, collection, site } of models)
        collectionOf(on, collection ?? schema.collection ?? plural(name.toLowerCase()), schema, site.origin);
      const nest = paths.flatMap((path) =>
        classesOf(on.world.machine, path).flatMap((shape) => nestCollection(on, shape) ?? []),
      );
      return [
        ...nest,
        ...models.map(({ name, schema, collection }) =>
          named(name, collection ?? schema.collection ?? plural(name.toLowerCase())),
        ),
      ];
    },
  };
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

function libraryOf(
  schemas: Map<Value, MongooseSchema>,
  add: (args: readonly Value[], site: Site) => Value,
): LibraryModel {
  return {
    packages: ['mongoose'],
    call: (library, args, site) => {
      const name = library.path.replace(/^default\.?/, '').replace(/^mongoose\./, '');
      if (name === 'Schema') return schemaHost(schemas, args, site);
      if (name === 'model' || /(^|\.)(connection|createConnection\(\))\.model$/.test(name))
        return add(args, site);
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

function schemaHost(
  schemas: Map<Value, MongooseSchema>,
  [definition, options]: readonly Value[],
  site: Site,
): Value {
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
          if (textAt(key) === 'timestamps' && value !== undefined) paths.set('$timestamps', value);
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
