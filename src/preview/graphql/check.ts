import {
  GraphQLError,
  Kind,
  getOperationAST,
  getVariableValues,
  parse,
  specifiedRules,
  validate,
  visit,
} from 'graphql';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { Refusal } from '../http/problems.ts';
import { holdToLimits, measured } from './cost.ts';
import type { Limits, Measured } from './cost.ts';
import type { Request } from './engine.ts';

export interface Checked {
  readonly node: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly asked: Measured;
}

/** Tokens of a document at most: the standard question for the whole schema has three hundred. */
const maxTokens = 2500;
/** Of what was read: so many documents, so many characters of them. A syntax tree is a hundred times as long. */
const kept = { documents: 200, characters: 200_000 };

/** Reads documents and holds them to the schema; those that passed are kept, the one read longest ago goes first. */
export function documentReader(schema: GraphQLSchema): (document: string) => DocumentNode {
  const known = new Map<string, DocumentNode>();
  let characters = 0;
  return (document) => {
    const found = known.get(document);
    if (found !== undefined) return found;
    const node = parse(document, { maxTokens });
    const [invalid] = validate(schema, node, specifiedRules, { maxErrors: 1 });
    if (invalid !== undefined) throw invalid;
    known.set(document, node);
    characters += document.length;
    for (const oldest of known.keys()) {
      if (known.size <= kept.documents && characters <= kept.characters) break;
      known.delete(oldest);
      characters -= oldest.length;
    }
    return node;
  };
}

/**
 * Everything that is said of a request before any of it is done: it can be read, it fits the schema, and it is within the limits.
 * @throws GraphQLError or Refusal
 */
export function checked(
  schema: GraphQLSchema,
  node: DocumentNode,
  { operationName, variables, introspection }: Omit<Request, 'document'>,
  limits: Limits,
): Checked {
  const operation = getOperationAST(node, operationName);
  if (operation === null || operation === undefined)
    throw new GraphQLError('Say which operation of the document is meant: operationName.');
  if (!introspection && asksForSchema(node))
    throw new Refusal('forbidden', 'Introspection is for this machine only.');
  const values = getVariableValues(
    schema,
    operation.variableDefinitions ?? [],
    { ...variables },
    { maxErrors: 1 },
  );
  if (values.coerced === undefined) throw values.errors[0] ?? new GraphQLError('A variable cannot be read.');
  const asked = measured({ schema, node, operation, variables: values.coerced }, limits.listSize);
  holdToLimits(asked, limits);
  return { node, operation, asked };
}

function asksForSchema(node: DocumentNode): boolean {
  let asks = false;
  visit(node, {
    [Kind.FIELD]: (field) => {
      if (field.name.value === '__schema' || field.name.value === '__type') asks = true;
    },
  });
  return asks;
}
