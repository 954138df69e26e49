import type { Json } from '../model/origin.ts';

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Json;
}

const shellText = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const withVariables = (text: string): string =>
  text.includes('$') ? `"${text.replaceAll('"', '\\"')}"` : shellText(text);

/** A shell command; `BASE`, `TOKEN` and `SIGNATURE` are set by the reader. */
export function curlSample({ method, path, headers, body }: Request): string {
  return [
    `curl --fail-with-body -X ${method} "$BASE"${shellText(path)}`,
    ...headers.map(([name, value]) => `-H ${withVariables(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`--data ${shellText(JSON.stringify(body))}`]),
  ].join(' \\\n  ');
}

const literal = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** What the reader sets, as an expression of TypeScript. */
const variables: Readonly<Record<string, string>> = {
  'Bearer $TOKEN': '`Bearer ${token}`',
  $SIGNATURE: 'signature',
};

/** TypeScript for any runtime with `fetch`; what the reader knows comes as parameters. */
export function typescriptSample(name: string, { method, path, headers, body }: Request): string {
  const lines = headers.map(
    ([header, value]) => `      ${literal(header)}: ${variables[value] ?? literal(value)},`,
  );
  const given = headers.some(([, value]) => value === '$SIGNATURE') ? 'signature' : 'token';
  return [
    `export async function ${name}(base: string, ${given}: string): Promise<unknown> {`,
    `  const answer = await fetch(base + ${literal(path)}, {`,
    `    method: ${literal(method)},`,
    ...(lines.length === 0 ? [] : ['    headers: {', ...lines, '    },']),
    ...(body === undefined ? [] : [`    body: JSON.stringify(${JSON.stringify(body)}),`]),
    '  });',
    '  const text = await answer.text();',
    '  if (!answer.ok) throw new Error(`${answer.status}: ${text}`);',
    "  return text === '' ? undefined : JSON.parse(text);",
    '}',
  ].join('\n');
}
