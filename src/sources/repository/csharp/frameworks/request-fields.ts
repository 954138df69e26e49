import type { Method, Parameter } from '../../../../model/api.ts';
import { attributeNamed } from '../attributes.ts';
import type { fieldsOf } from '../fields.ts';
import type { Code } from '../code.ts';
import { originIn } from '../../languages/syntax.ts';

type Fields = ReturnType<typeof fieldsOf>;

/** Fields of a request object: in the path by name, else where they say, else in the query or the body by the verb. */
export function requestFields(
  _code: Code,
  fields: Fields,
  file: string,
  methods: readonly Method[],
  path: string,
): readonly Parameter[] {
  const takesBody = methods.some((method) => /^(POST|PUT|PATCH|ANY)$/.test(method));
  return fields.flatMap(({ name, type, node, required, attributes }): readonly Parameter[] => {
    if (
      attributeNamed(
        attributes,
        'IgnoreDataMember',
        'FromClaim',
        'HasPermission',
        'JsonIgnore',
        'FromServices',
      ) !== undefined
    )
      return [];
    const place = path.toLowerCase().includes(`{${name.toLowerCase()}}`)
      ? 'path'
      : (said(attributes) ?? (takesBody ? 'body' : 'query'));
    return [
      {
        name,
        in: place,
        ...(type === undefined ? {} : { type: type.text.slice(0, 60) }),
        required,
        origin: originIn(file, node),
      },
    ];
  });
}

function said(attributes: Fields[number]['attributes']): Parameter['in'] | undefined {
  if (attributeNamed(attributes, 'FromHeader') !== undefined) return 'header';
  if (attributeNamed(attributes, 'FromCookie') !== undefined) return 'cookie';
  if (attributeNamed(attributes, 'FromQuery', 'QueryParam', 'FromQueryParams') !== undefined) return 'query';
  return attributeNamed(attributes, 'FromBody', 'FromForm', 'FormField') === undefined ? undefined : 'body';
}
