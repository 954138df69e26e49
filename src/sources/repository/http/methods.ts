import type { Method } from '../../../model/api.ts';

const common = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/;

/** A method in upper case that every router knows. */
export const isCommonMethod = (text: string | undefined): text is Method =>
  text !== undefined && common.test(text);

/** A method in upper case, QUERY included, which few routers know yet. */
export const isMethod = (text: string | undefined): text is Method =>
  text === 'QUERY' || isCommonMethod(text);
