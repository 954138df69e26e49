import type { PhpClass } from '../../classes.ts';
import { kindNames, lineage, propertyOf } from '../../codebase.ts';
import type { PhpCodebase } from '../../codebase.ts';
import { modelKey } from '../../data/models.ts';
import { className, shortName } from '../../names.ts';
import { stringsIn } from '../../queries/entities.ts';

/** A class whose objects are rows of a table. */
export interface Model {
  readonly declared: PhpClass;
  readonly table: string;
  readonly mapper: 'eloquent' | 'doctrine';
  /** Fields that `create` and `update` take; undefined where every field but the guarded ones is taken. */
  readonly fillable: readonly string[] | undefined;
  readonly guarded: readonly string[];
  /** Columns that an answer leaves out; `visible` are the only ones it shows. */
  readonly hidden: readonly string[];
  readonly visible: readonly string[];
  /** Each query has conditions that stand elsewhere, or a class of its own looks it up. */
  readonly isScoped: boolean;
}

const eloquent =
  /^Illuminate\\(Database\\Eloquent\\(Model|Relations\\\w*Pivot)|Foundation\\Auth\\User)$|\\Eloquent\\Model$|^Hyperf\\DbConnection\\Model\\Model$/;

const scopes =
  /GlobalScope|getRouteKeyName|ScopedBy|resolveRouteBinding|resolveChildRouteBinding|routeBinder|newEloquentBuilder/;
const scopingTrait = /tenant|team|scope|owned|belongsTo|company|visib/i;

const known = new WeakMap<PhpCodebase, Map<string, Model | undefined>>();

/** The model that a class is; undefined for other classes. */
export function modelOf(codebase: PhpCodebase, declared: PhpClass | undefined): Model | undefined {
  if (declared === undefined) return undefined;
  const all = known.get(codebase) ?? new Map<string, Model | undefined>();
  known.set(codebase, all);
  if (!all.has(declared.name)) all.set(declared.name, readModel(codebase, declared));
  return all.get(declared.name);
}

function readModel(codebase: PhpCodebase, declared: PhpClass): Model | undefined {
  if (declared.kind !== 'class') return undefined;
  const names = kindNames(codebase, declared);
  const isEloquent = names.some((name) => eloquent.test(name));
  if (!isEloquent && !isDoctrine(declared)) return undefined;
  const list = (name: string): readonly string[] | undefined => {
    const node = propertyOf(codebase, declared, name)?.default;
    return node === undefined ? undefined : stringsIn(node);
  };
  const fillable = list('fillable');
  const guarded = list('guarded');
  return {
    declared,
    table: isEloquent ? modelKey(codebase, declared.name).table : shortName(declared.name),
    mapper: isEloquent ? 'eloquent' : 'doctrine',
    // Without either list Eloquent takes no field at all.
    fillable: fillable ?? (guarded === undefined || guarded.includes('*') ? [] : undefined),
    guarded: guarded ?? [],
    hidden: list('hidden') ?? [],
    visible: list('visible') ?? [],
    isScoped: isEloquent
      ? lineage(codebase, declared).some(({ node }) => scopes.test(node.text)) ||
        names.some((name) => scopingTrait.test(shortName(name)) && name !== declared.name)
      : hasFilters(codebase),
  };
}

const isDoctrine = ({ attributes, doc }: PhpClass): boolean =>
  attributes.some(({ name }) => /Doctrine\\(ORM|ODM)\\.*(Entity|Document)$/.test(name)) ||
  /@(ORM\\|ODM\\|MongoDB\\)?(Entity|Document)\b/.test(doc ?? '');

const filtered = new WeakMap<PhpCodebase, boolean>();

/** Filters of Doctrine add conditions to every query. */
function hasFilters(codebase: PhpCodebase): boolean {
  const before = filtered.get(codebase);
  if (before !== undefined) return before;
  const found = codebase.sources.some(({ text }) => /extends\s+\\?(\w+\\)*SQLFilter\b/.test(text));
  filtered.set(codebase, found);
  return found;
}

/** The model that a repository of Doctrine looks up: `parent::__construct($registry, Post::class)`. */
export function modelOfRepository(codebase: PhpCodebase, declared: PhpClass): Model | undefined {
  const isRepository = kindNames(codebase, declared).some((name) =>
    /(^|\\)(ServiceEntityRepository\w*|EntityRepository|DocumentRepository)$/.test(name),
  );
  if (!isRepository) return undefined;
  const written = /parent::__construct\([^;]*?([\w\\]+)::class/.exec(declared.node.text)?.[1];
  const name =
    written === undefined
      ? declared.name.replace(/\\Repository\\/, '\\Entity\\').replace(/Repository$/, '')
      : className(declared.file.names, written);
  return modelOf(codebase, codebase.class(name));
}
