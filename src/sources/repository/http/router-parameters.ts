import { annotatedPart } from '../javascript/injection.ts';
import { typeName } from '../javascript/syntax.ts';
import type { FunctionNode } from '../javascript/syntax.ts';
import type { FunctionValue } from '../javascript/value.ts';

/** A parameter that takes a router, or a table that holds one. */
export interface RouterParameter {
  readonly kind: 'application' | 'router' | 'fastify' | 'any';
  /** The field of the table in which it stands. */
  readonly key?: string;
}

type Param = FunctionNode['params'][number];

/** What a parameter is, by its type, else by the names everybody uses. */
export function routerParameter(called: FunctionValue, param: Param): RouterParameter | undefined {
  const annotation = annotatedPart(param);
  const type = annotation === undefined ? undefined : typeName(annotation);
  if (type !== undefined) {
    const kind = kindOfType(type);
    if (kind !== undefined) return { kind };
  }
  if (annotation === undefined && param.type === 'Identifier') {
    const kind = kindOfName(param.name);
    if (kind !== undefined) return { kind };
  }
  return inTable(called, param);
}

function kindOfType(type: string): RouterParameter['kind'] | undefined {
  if (/^(Express|Application|IApplication|Hono|OpenAPIHono|Koa|Elysia|App)$/.test(type)) return 'application';
  if (/^I?Router$|^KoaRouter$/.test(type)) return 'router';
  return /^Fastify\w*(Instance|Server)\w*$|^FastifyTyped$/.test(type) ? 'fastify' : undefined;
}

function kindOfName(name: string): RouterParameter['kind'] | undefined {
  if (name === 'fastify') return 'fastify';
  if (/^router$/i.test(name)) return 'router';
  return /^(app|server|application|instance)$/.test(name) ? 'any' : undefined;
}

const registers = String.raw`\s*\.\s*(?:get|post|put|patch|delete|all|use|route)\s*\(`;

/** `{ app }`, and `args` where the function registers something on `args.app`. */
function inTable({ node, file }: FunctionValue, param: Param): RouterParameter | undefined {
  if (node.body === null) return undefined;
  const text = file.text.slice(node.body.start, node.body.end);
  if (param.type === 'ObjectPattern') {
    for (const property of param.properties) {
      if (property.type === 'RestElement' || property.key.type !== 'Identifier') continue;
      const key = property.key.name;
      const kind = kindOfName(key);
      if (kind !== undefined && new RegExp(`\\b${key}${registers}`).test(text)) return { kind, key };
    }
    return undefined;
  }
  if (param.type !== 'Identifier' || !/^[A-Za-z_]\w*$/.test(param.name)) return undefined;
  const key = new RegExp(`\\b${param.name}\\.(app|router|application|fastify)${registers}`).exec(text)?.[1];
  const kind = key === undefined ? undefined : kindOfName(key);
  return key === undefined || kind === undefined ? undefined : { kind, key };
}
