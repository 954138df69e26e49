import type { Method, Parameter } from '../../../../model/api.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { FunctionValue } from '../evaluator/value.ts';
import type { Dialect } from '../reading/requests.ts';

export const djangoDialect: Dialect = {
  names: /^(request|req)$/,
  parameter: 0,
  paths: /^self\.request$/,
  members: {
    GET: 'query',
    query_params: 'query',
    POST: 'body',
    data: 'body',
    FILES: 'body',
    body: 'body',
    COOKIES: 'cookie',
    META: 'header',
    headers: 'header',
  },
  calls: { get_signed_cookie: 'cookie' },
};

/** The same for methods that are not given the request. */
export const helperDialect: Dialect = {
  paths: /^self\.request$/,
  members: djangoDialect.members,
};

export interface DjangoView {
  readonly methods: readonly Method[];
  readonly handler: FunctionValue | undefined;
  /** Where a handler stands that a library brings for a class of the target, and what it goes by. */
  readonly brought?: { readonly file: string; readonly line: number; readonly name: string };
  readonly guards: readonly JudgedGuard[];
  readonly parameters: readonly Parameter[];
  readonly harmless?: boolean;
  readonly looks?: 'no' | 'perhaps';
  readonly helper?: boolean;
}

/** `HTTP_X_TOKEN` of `request.META` is the header `X-Token`. */
export const metaName = (parameter: Parameter): Parameter => {
  if (parameter.in !== 'header' || !/^[A-Z][A-Z0-9_]*$/.test(parameter.name)) return parameter;
  return { ...parameter, name: parameter.name.replace(/^HTTP_/, '') };
};
