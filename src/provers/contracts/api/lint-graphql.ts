import type { DocumentNode, GraphQLError } from 'graphql';
import type { Place, TextFault } from '../../document-text.ts';
import type { Finding } from '../../../findings/finding.ts';
import { graphqlRules, partsOf } from './graphql-rules.ts';
import { groupedFindings } from './findings.ts';
import type { PlaceOf } from './places.ts';

export type GraphqlLint =
  | { readonly kind: 'linted'; readonly findings: readonly Finding[]; readonly types: number }
  | { readonly kind: 'unreadable'; readonly faults: readonly TextFault[] };

/** A schema by its own parser and validator, and our rules on what it says. */
export async function lintGraphql(file: string, text: string): Promise<GraphqlLint> {
  const graphql = await import('graphql');
  try {
    const document = graphql.parse(text, { maxTokens: 2_000_000 });
    const parts = partsOf(document);
    const placeOf: PlaceOf = (pointer) => {
      const { line, column } = graphql.getLocation(new graphql.Source(text), offsetOf(pointer));
      return { line, column };
    };
    const errors = schemaFaults(graphql, document);
    const found = graphqlRules.map(({ check, ...rule }) => ({
      rule,
      hits: check(parts).map(({ label, offset }) => ({ label, pointer: `#/schema/@${offset}` })),
    }));
    const told = found.filter(({ hits }) => hits.length > 0);
    return {
      kind: 'linted',
      types: parts.types.length,
      findings: [
        ...errors.map((fault) => invalid(file, text, fault)),
        ...groupedFindings(file, told, placeOf),
      ],
    };
  } catch (error) {
    if (!(error instanceof graphql.GraphQLError) && !(error instanceof RangeError)) throw error;
    return { kind: 'unreadable', faults: [faultOf(error)] };
  }
}

/** GraphQL has offsets where JSON has pointers. */
const offsetOf = (pointer: string): number => Number(pointer.split('@')[1] ?? 0);

function faultOf(error: GraphQLError | RangeError): TextFault {
  const place = 'locations' in error ? error.locations?.[0] : undefined;
  const isDeep = error instanceof RangeError;
  return {
    line: place?.line ?? 1,
    column: place?.column ?? 1,
    what: 'This is no GraphQL schema.',
    why: isDeep ? 'It is nested too deeply.' : `The parser says: ${error.message.replace(/\s+/g, ' ')}`,
    next: 'Check names, brackets and quotes on this line and the one above it.',
  };
}

interface SchemaFault {
  readonly message: string;
  readonly place?: Place;
}

/** Faults that the parser lets through: names of nothing, what a type lacks. The first check says all in one text. */
function schemaFaults(graphql: typeof import('graphql'), document: DocumentNode): readonly SchemaFault[] {
  try {
    return graphql.validateSchema(graphql.buildASTSchema(document)).map(({ message, locations }) => {
      const [place] = locations ?? [];
      return place === undefined ? { message } : { message, place };
    });
  } catch (error) {
    if (!(error instanceof Error) || error instanceof RangeError) throw error;
    return error.message.split('\n\n').map((message) => ({ message }));
  }
}

function placeOfName(text: string, name: string): Place {
  const at = text.search(new RegExp(`\\b${name.replace(/\W.*$/, '')}\\b`));
  const before = text.slice(0, Math.max(0, at)).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function invalid(file: string, text: string, fault: SchemaFault): Finding {
  const { message } = fault;
  const subject = /"([^"]+)"|\b([A-Z]\w*\.\w+)/
    .exec(message)
    ?.slice(1)
    .find((each) => each !== undefined);
  const place = fault.place ?? placeOfName(text, subject ?? 'type');
  return {
    rule: 'graphql-invalid',
    subject: subject ?? 'schema',
    severity: 'blocker',
    confidence: 'certain',
    what: `The schema is not valid: ${message.replace(/\.$/, '')}.`,
    why: 'A server refuses to start with it, or refuses queries.',
    next: 'Mend what is named; the GraphQL specification says what a schema must be.',
    standards: ['GraphQL specification'],
    evidence: [{ kind: 'read', origin: { kind: 'read', file, line: place.line, column: place.column } }],
  };
}
