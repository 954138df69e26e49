import type { OpenApi } from '../package.ts';

export interface DocumentedParameter {
  readonly name: string;
  readonly place: 'query' | 'path' | 'header';
  readonly required: boolean;
  /** Its values stand in one text, with commas between (`style: form, explode: false`). */
  readonly isList: boolean;
  /** JSON Pointer of its schema. */
  readonly schema: string;
}

/** Where in an OpenAPI document the parts of an operation stand; schemas are named by their JSON Pointer. */
export interface DocumentParts {
  readonly parameters: (path: string, method: string) => readonly DocumentedParameter[];
  /** Media types an operation takes; none = it takes no body. */
  readonly bodyMedia: (path: string, method: string) => readonly string[];
  readonly needsBody: (path: string, method: string) => boolean;
  readonly bodySchema: (path: string, method: string, media: string) => string;
  /** Media types of an answer; undefined = the status is not documented. */
  readonly answerMedia: (path: string, method: string, status: number) => readonly string[] | undefined;
  readonly answerSchema: (path: string, method: string, status: number, media: string) => string;
}

type Loose = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null;
const none: Loose = {};
/** Of a list the keys are its indices. */
const objectOf = (value: unknown): Loose => (isObject(value) ? value : none);

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
const pointerOf = (...keys: readonly string[]): string => keys.map((key) => `/${escaped(key)}`).join('');

export function documentParts(document: OpenApi): DocumentParts {
  const at = (pointer: string): Loose => {
    let value: unknown = document;
    for (const key of pointer.split('/').slice(1))
      value = objectOf(value)[key.replaceAll('~1', '/').replaceAll('~0', '~')];
    return objectOf(value);
  };
  /** The place of a part, behind its reference where it is one. */
  const behind = (pointer: string): string => {
    const ref = at(pointer)['$ref'];
    return typeof ref === 'string' && ref.startsWith('#/') ? behind(ref.slice(1)) : pointer;
  };
  const operation = (path: string, method: string): string => pointerOf('paths', path, method.toLowerCase());
  const body = (path: string, method: string): string => behind(`${operation(path, method)}/requestBody`);
  const response = (path: string, method: string, status: number): string =>
    behind(`${operation(path, method)}/responses/${status}`);
  const known = new Map<string, readonly DocumentedParameter[]>();
  return {
    parameters: (path, method) => {
      const key = `${method} ${path}`;
      const found = known.get(key) ?? parametersAt(at, behind, `${operation(path, method)}/parameters`);
      known.set(key, found);
      return found;
    },
    bodyMedia: (path, method) => Object.keys(objectOf(at(body(path, method))['content'])),
    needsBody: (path, method) => at(body(path, method))['required'] === true,
    bodySchema: (path, method, media) => `${body(path, method)}${pointerOf('content', media, 'schema')}`,
    answerMedia: (path, method, status) => {
      const found = at(response(path, method, status));
      return Object.keys(found).length === 0 ? undefined : Object.keys(objectOf(found['content']));
    },
    answerSchema: (path, method, status, media) =>
      `${response(path, method, status)}${pointerOf('content', media, 'schema')}`,
  };
}

function parametersAt(
  at: (pointer: string) => Loose,
  behind: (pointer: string) => string,
  list: string,
): readonly DocumentedParameter[] {
  const found: DocumentedParameter[] = [];
  for (let index = 0; Object.keys(at(`${list}/${index}`)).length > 0; index++) {
    const pointer = behind(`${list}/${index}`);
    const { name, in: place, required, explode } = at(pointer);
    if (typeof name === 'string' && (place === 'query' || place === 'path' || place === 'header'))
      found.push({
        name,
        place,
        required: required === true,
        isList: explode === false,
        schema: `${pointer}/schema`,
      });
  }
  return found;
}
