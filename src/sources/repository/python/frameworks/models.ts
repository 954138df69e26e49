import type { Parameter } from '../../../../model/api.ts';

import { evaluate } from '../evaluator/expressions.ts';
import type { Machine } from '../evaluator/machine.ts';
import { libraryBases, libraryPath, lineage } from '../evaluator/paths.ts';
import type { ClassValue, Value } from '../evaluator/value.ts';
import { isNone, numberOf } from '../evaluator/value.ts';
import { textOf } from '../reading/texts.ts';

const base =
  /^(pydantic|sqlmodel|ninja|msgspec|pydantic_settings|fastapi_users|beanie|odmantic|litestar|fastapi_camelcase|humps)\b/;

/** Pydantic and similar models, typed dictionaries and data classes. */
export const isModel = (value: ClassValue): boolean =>
  libraryBases(value).some((path) => base.test(path) || path.endsWith('TypedDict')) ||
  lineage(value).some(({ wrappers }) =>
    wrappers.some(({ value: each }) => /dataclass(es)?\b|^attrs?\./.test(libraryPath(each) ?? '')),
  );

export type Field = Pick<Parameter, 'name' | 'required' | 'origin' | 'bounds'> & { readonly type?: string };

/** The fields of a model and of what it extends, in order. */
export function modelFields(machine: Machine, value: ClassValue): readonly Field[] {
  const found = new Map<string, Field>();
  for (const each of lineage(value).toReversed())
    for (const [name, node] of each.annotations) {
      if (name.startsWith('_') || name === 'model_config' || /^(typing\.)?ClassVar\b/.test(node.text))
        continue;
      const type = schemaType(evaluate(machine, node, each.scope));
      const fallback = each.attributes.get(name);
      const alias =
        fallback?.kind === 'result'
          ? textOf(fallback.args.keywords.get('alias') ?? fallback.args.keywords.get('validation_alias'))
          : undefined;
      found.set(name, {
        name: alias ?? name,
        required: isRequired(fallback),
        ...(type === undefined ? {} : { type }),
        ...fieldBounds(fallback, type),
        origin: { kind: 'read', file: each.module.path, line: node.line },
      });
    }
  return [...found.values()];
}

/** `Field(...)` without a default asks for a value. */
function isRequired(fallback: Value | undefined): boolean {
  if (fallback === undefined) return true;
  if (fallback.kind !== 'result' || !/(^|\.)Field\(\)$/.test(libraryPath(fallback) ?? '')) return false;
  const [first] = fallback.args.positional;
  const given =
    first ?? fallback.args.keywords.get('default') ?? fallback.args.keywords.get('default_factory');
  return given === undefined || (given.kind === 'unknown' && given.why === 'a ellipsis');
}

/** `Field(ge=0, le=5, max_length=80)`; exclusive bounds count for whole numbers only. */
function fieldBounds(fallback: Value | undefined, type: string | undefined): Pick<Parameter, 'bounds'> {
  if (fallback?.kind !== 'result' || !/(^|\.)Field\(\)$/.test(libraryPath(fallback) ?? '')) return {};
  const given = (key: string): number | undefined => numberOf(fallback.args.keywords.get(key));
  const isWhole = type === 'integer';
  const [above, below] = isWhole ? [given('gt'), given('lt')] : [];
  const minimum = given('ge') ?? (above === undefined ? undefined : above + 1);
  const maximum = given('le') ?? (below === undefined ? undefined : below - 1);
  const minLength = type === 'string' ? given('min_length') : undefined;
  const maxLength = type === 'string' ? given('max_length') : undefined;
  const bounds = {
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(minLength === undefined ? {} : { minLength }),
    ...(maxLength === undefined ? {} : { maxLength }),
  };
  return Object.keys(bounds).length === 0 ? {} : { bounds };
}

const names: Readonly<Record<string, string>> = {
  int: 'integer',
  float: 'number',
  'decimal.Decimal': 'number',
  str: 'string',
  bool: 'boolean',
  bytes: 'string',
  list: 'array',
  tuple: 'array',
  set: 'array',
  dict: 'object',
  'uuid.UUID': 'uuid',
  'datetime.datetime': 'datetime',
  'datetime.date': 'date',
  'fastapi.UploadFile': 'file',
};

/** The type of a parameter in words of a schema. */
export function schemaType(type: Value | undefined, depth = 0): string | undefined {
  if (type === undefined || depth > 4) return undefined;
  if (type.kind === 'operation') {
    const options = type.operands.filter((each) => !isNone(each));
    return options.length === 1 ? schemaType(options[0], depth + 1) : undefined;
  }
  if (type.kind === 'class') {
    if (libraryBases(type).some((path) => /^enum\.|Enum$/.test(path))) return 'string';
    return isModel(type) ? 'object' : undefined;
  }
  const path = libraryPath(type) ?? '';
  if (type.kind === 'result') {
    if (/(Optional|Union|Annotated)\.\[\]\(\)$/.test(path)) {
      const options = type.args.positional.filter((each) => !isNone(each));
      return options.length === 1 || /Annotated/.test(path) ? schemaType(options[0], depth + 1) : undefined;
    }
    if (/(List|list|Sequence|Set|set|Tuple|tuple)\.\[\]\(\)$/.test(path)) return 'array';
    if (/(Dict|dict|Mapping)\.\[\]\(\)$/.test(path)) return 'object';
    if (path.endsWith('Literal.[]()')) return 'string';
  }
  const short = path.replace(/^typing\./, '').replace(/^(List|Dict)$/, (name) => name.toLowerCase());
  return (
    names[path] ??
    names[short] ??
    (/^pydantic\.(\w+\.)*(EmailStr|AnyUrl|HttpUrl|constr)/.test(path) ? 'string' : undefined)
  );
}
