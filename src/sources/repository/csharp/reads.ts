import type { Parameter } from '../../../model/api.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { lineAt } from '../lines.ts';
import { originIn } from '../languages/syntax.ts';

const reading =
  /\b(?:Request|request|req|Req|HttpRequest)\s*(?:\??\.\s*(Query|QueryString|Headers|Cookies|Form|Params|RouteValues|Files)|\.\s*(GetQueryParam|ReadFormAsync))?\s*(?:!|\?)?(?:\.\s*(?:Get|GetValues|TryGetValue|ContainsKey|GetValue)\s*\(\s*|\[\s*|\(\s*)\$?@?"([^"\\\n]{1,80})"/g;
const place: Readonly<Record<string, Parameter['in']>> = {
  Query: 'query',
  QueryString: 'query',
  Headers: 'header',
  Cookies: 'cookie',
  Form: 'body',
  Params: 'query',
  Files: 'body',
};
const jsonRead =
  /\b(?:RootElement|root|body|json|payload|doc|element)\w*\s*\??\.\s*(?:GetProperty|TryGetProperty)\s*\(\s*"([^"\\\n]{1,80})"/g;

/** What a body reads from the request by name: `Request.Query["page"]`, `Headers["X-Id"]`, `root.GetProperty("id")`. */
export function readsOf(body: SyntaxNode | undefined, file: string): readonly Parameter[] {
  if (body === undefined) return [];
  const found = new Map<string, Parameter>();
  const add = (name: string, where: Parameter['in'], index: number): void => {
    const line = body.line + lineAt(body.text, index) - 1;
    const key = `${where} ${name}`;
    if (!found.has(key))
      found.set(key, { name, in: where, required: false, origin: originIn(file, { line }) });
  };
  const text = withoutComments(body.text);
  for (const match of text.matchAll(reading)) {
    const where = match[1] === undefined ? undefined : place[match[1]];
    if (where !== undefined && match[3] !== undefined) add(match[3], where, match.index);
  }
  for (const match of text.matchAll(aliased)) {
    const [, alias = '', kind = ''] = match;
    const where = place[kind];
    if (where === undefined) continue;
    const uses = new RegExp(`\\b${alias}\\s*(?:\\.\\s*Get\\s*\\(|\\[)\\s*"([^"\\\\\\n]{1,80})"`, 'g');
    for (const use of text.matchAll(uses)) if (use[1] !== undefined) add(use[1], where, use.index);
  }
  if (
    /JsonDocument|JsonElement|JObject|JsonNode/.test(text) &&
    /Request\s*\.\s*(Body|InputStream)/.test(text)
  )
    for (const match of text.matchAll(jsonRead))
      if (match[1] !== undefined) add(match[1], 'body', match.index);
  return [...found.values()];
}

const aliased =
  /\b(?:var|IQueryCollection|IFormCollection|NameValueCollection|IHeaderDictionary)\s+(\w+)\s*=\s*(?:await\s+)?[\w.]*\.(Query|QueryString|Headers|Cookies|Form)\s*;/g;

/** Comments as blanks, so that places stay. */
const withoutComments = (text: string): string =>
  text.replaceAll(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*/g, (part) =>
    part.startsWith('//') ? ' '.repeat(part.length) : part,
  );
