import { child, resolve } from '../../../compatibility/located.ts';
import type { ApiRule } from '../api/rule.ts';
import { isSuccess, members, says, typeOf } from '../api/view.ts';
import type { ApiOperation, Located } from '../api/view.ts';

const paging =
  /^(limit|page|page[-_]?size|per[-_]?page|offset|cursor|after|before|first|last|top|skip|page[-_]?token|max[-_]?results|starting[-_]?after|since)$/i;

const isOpenList = (schema: Located): boolean =>
  typeOf(schema).includes('array') && !says(schema, 'maxItems');

/** A list, or an object that holds one under a name that collections have. */
function isCollection(schema: Located): boolean {
  if (isOpenList(schema)) return true;
  return members(child(schema, 'properties')).some(
    ([name, property]) =>
      /^(data|items|results|values|records|entries|list)$/i.test(name) && isOpenList(property),
  );
}

const givesList = ({ answers }: ApiOperation): boolean =>
  answers
    .filter(isSuccess)
    .some(({ media }) => media.some(({ schema }) => schema !== undefined && isCollection(resolve(schema))));

export const listWithoutPages: ApiRule = {
  id: 'list-without-pages',
  summary: 'A list is answered as a whole: it has no pages',
  severity: 'warning',
  standards: ['API4:2023', 'Zalando 159', 'AIP-158'],
  why: 'It works with ten rows and fails with a million; pages added later break clients that wait for all rows.',
  next: 'Take a limit with a maximum and a cursor from the first version on, and answer where the next page is.',
  check: ({ operations }) =>
    operations
      .filter(
        (operation) =>
          operation.method === 'get' &&
          !operation.parameters.some(({ place, name }) => place === 'query' && paging.test(name)) &&
          givesList(operation),
      )
      .map(({ at, name }) => ({ pointer: at.pointer, label: name })),
};
