import type { ApiSchema, Endpoint, Parameter } from '../model/api.ts';
import type { Operation } from '../model/domain.ts';
import { fieldName, typeName } from './graphql-text.ts';
import type { SdlEnum } from './graphql-text.ts';
import { sdlType } from './graphql-types.ts';
import type { SdlContext } from './graphql-types.ts';
import { snakeCase } from './words.ts';

/** Arguments a list is narrowed and ordered by: those of its HTTP operation, else the keys the model names. */
export function listArguments(
  operation: Operation,
  endpoint: Endpoint | undefined,
  answer: ApiSchema,
  context: SdlContext,
): readonly string[] {
  const told = (endpoint?.parameters ?? []).filter(({ use }) => use !== undefined);
  if (told.length > 0) return told.flatMap((parameter) => argumentOf(parameter, answer, context));
  const entity = context.backend.entities.find((each) => each.name === operation.entity);
  return operation.by
    .filter((each) => !each.startsWith('-'))
    .flatMap((each) => {
      const field = entity?.fields.find((known) => known.name === each);
      if (field === undefined) return [];
      return [field.type.kind === 'ref' ? `${fieldName(each)}Id: ID` : `${fieldName(each)}: String`];
    });
}

function argumentOf(parameter: Parameter, answer: ApiSchema, context: SdlContext): readonly string[] {
  const { use } = parameter;
  switch (use?.kind) {
    case 'filter': {
      const property = answer.properties.find(({ name }) => name === use.column);
      const type =
        property === undefined ? 'ID' : sdlType(property.type, answer.name, property.name, context, false);
      return [`${fieldName(use.column)}: ${type}${parameter.required ? '!' : ''}`];
    }
    case 'sort':
      return [`sort: ${sortType(parameter, answer, context)}`];
    case 'search':
    case 'fields':
    case undefined:
      return [];
  }
}

/** The orders of a list as an enum; the first is taken where none is named. */
function sortType({ bounds }: Parameter, answer: ApiSchema, context: SdlContext): string {
  const values = (bounds?.values ?? []).map((value) => ({ name: orderName(value), value }));
  const made: SdlEnum = {
    name: `${typeName(answer.name)}Sort`,
    description: `Orders of a list of ${typeName(answer.name)}.`,
    values,
  };
  const known = context.enums.get(made.name);
  const merged = [...(known?.values ?? []), ...values];
  const distinct = merged.filter(({ name }, at) => merged.findIndex((each) => each.name === name) === at);
  context.enums.set(made.name, { ...made, values: distinct });
  return values[0] === undefined ? made.name : `${made.name} = ${values[0].name}`;
}

/** `-placed_at,number` as `PLACED_AT_DESC_NUMBER_ASC`. */
const orderName = (value: string): string =>
  value
    .split(',')
    .map((key) => `${snakeCase(key.replace(/^-/, '')).toUpperCase()}_${key.startsWith('-') ? 'DESC' : 'ASC'}`)
    .join('_');
