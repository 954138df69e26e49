import type { SyntaxNode } from '../../languages/syntax.ts';
import { comparison, narrowed, selectionOf } from '../../queries/stored.ts';
import type { PhpClass } from '../classes.ts';
import { kindNames, methodOf } from '../codebase.ts';
import { walkBody } from '../signs.ts';
import { builderCall, issued, removal } from './builder.ts';
import type { PhpEntity } from './entities.ts';
import { classOf } from './entities.ts';
import type { Frame, Outcome, Reading } from './types.ts';

const known = new WeakMap<Reading['codebase'], Map<string, PhpEntity | undefined>>();

/** The model of a repository whose base is a library's and that names it: `function model() { return Lead::class; }`. */
export function namedModel(reading: Reading, owner: PhpClass | undefined): PhpEntity | undefined {
  if (owner === undefined) return undefined;
  const { codebase } = reading;
  const models = known.get(codebase) ?? new Map<string, PhpEntity | undefined>();
  known.set(codebase, models);
  if (models.has(owner.name)) return models.get(owner.name);
  models.set(owner.name, undefined);
  const isRepository = kindNames(codebase, owner).some((name) =>
    /^(Prettus|Czim|Bosnadev|Torann)\\.*Repository$/.test(name),
  );
  const found = isRepository ? modelOf(reading, owner) : undefined;
  models.set(owner.name, found);
  return found;
}

function modelOf({ codebase, entities }: Reading, owner: PhpClass): PhpEntity | undefined {
  const method = methodOf(codebase, owner, 'model');
  if (method?.body === undefined) return undefined;
  let name: string | undefined;
  walkBody(method.body, (node) => {
    if (node.type === 'return_statement') name ??= classOf(method.file.names, node.children[0], owner);
  });
  const own = entities.of(name);
  if (own !== undefined || name === undefined) return own;
  // An interface stands for the only model that implements it.
  const [only, ...others] = codebase.subclasses(name).flatMap((each) => entities.of(each.name) ?? []);
  return others.length === 0 ? only : undefined;
}

/** A method that the library's repository has: those of a builder, and some of its own. */
export function namedRepositoryCall(
  reading: Reading,
  node: SyntaxNode,
  entity: PhpEntity,
  name: string,
  frame: Frame,
): Outcome {
  const query = selectionOf(entity);
  const rows = { kind: 'rows', entity, loaded: entity.always } as const;
  if (/^find(ByField|Where\w*)$/.test(name)) return issued('list', narrowed(query, '…'), name, rows);
  if (name === 'deleteWhere') return issued(removal(entity), narrowed(query, '…'), name);
  const byKey = narrowed(query, comparison(entity.key));
  if (name === 'update') return issued('update', byKey, name, { kind: 'row', entity });
  if (name === 'delete') return issued(removal(entity), byKey, name);
  if (
    /^(parserResult|resetModel|resetScope|applyCriteria|applyScope|makeModel|getModel|boot|model|validator|presenter|getFieldsSearchable|serializeCriteria|syncWithoutDetaching|app)$/.test(
      name,
    )
  )
    return {};
  return builderCall(reading, node, query, name, frame);
}
