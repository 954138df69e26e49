import type { Method } from '../../../model/api.ts';

const common = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/;

/** A method in upper case that every router knows. */
export const isCommonMethod = (text: string | undefined): text is Method =>
  text !== undefined && common.test(text);

/** A method in upper case, QUERY included, which few routers know yet. */
export const isMethod = (text: string | undefined): text is Method =>
  text === 'QUERY' || isCommonMethod(text);

/** Methods by the word that routers and documents name them with. */
export const commonVerbs: Readonly<Record<string, Method>> = {
  get: 'GET',
  post: 'POST',
  put: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
  head: 'HEAD',
  options: 'OPTIONS',
};

/** Methods by the name of the annotation or decorator: `@Get`. */
export const commonAnnotations: Readonly<Record<string, Method>> = {
  Get: 'GET',
  Post: 'POST',
  Put: 'PUT',
  Patch: 'PATCH',
  Delete: 'DELETE',
  Head: 'HEAD',
  Options: 'OPTIONS',
};
