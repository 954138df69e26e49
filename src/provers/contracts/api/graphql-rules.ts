import type {
  DocumentNode,
  EnumTypeDefinitionNode,
  FieldDefinitionNode,
  InterfaceTypeDefinitionNode,
  ObjectTypeDefinitionNode,
  TypeNode,
} from 'graphql';
import type { Severity } from '../../../findings/finding.ts';

/** A part of a schema that a rule speaks of: `Query.orders`, at an offset of the text. */
export interface GraphqlHit {
  readonly label: string;
  readonly offset: number;
}

export interface GraphqlRule {
  readonly id: string;
  readonly summary: string;
  readonly severity: Severity;
  readonly why: string;
  readonly next: string;
  readonly standards: readonly string[];
  readonly check: (schema: GraphqlParts) => readonly GraphqlHit[];
}

interface Field {
  readonly owner: ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;
  readonly field: FieldDefinitionNode;
}

/** Definitions by kind; extensions count as what they extend. */
export interface GraphqlParts {
  readonly types: readonly (ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode)[];
  readonly enums: readonly EnumTypeDefinitionNode[];
  readonly fields: readonly Field[];
  readonly document: DocumentNode;
}

export function partsOf(document: DocumentNode): GraphqlParts {
  const types = document.definitions.flatMap((node) =>
    node.kind === 'ObjectTypeDefinition' || node.kind === 'InterfaceTypeDefinition' ? [node] : [],
  );
  return {
    document,
    types,
    enums: document.definitions.flatMap((node) => (node.kind === 'EnumTypeDefinition' ? [node] : [])),
    fields: types.flatMap((owner) => (owner.fields ?? []).map((field) => ({ owner, field }))),
  };
}

const hitField = ({ owner, field }: Field): GraphqlHit => ({
  label: `${owner.name.value}.${field.name.value}`,
  offset: field.loc?.start ?? 0,
});

const inner = (type: TypeNode): string => (type.kind === 'NamedType' ? type.name.value : inner(type.type));
const isList = (type: TypeNode): boolean =>
  type.kind === 'ListType' || (type.kind === 'NonNullType' && isList(type.type));
const pages = new Set(['first', 'last', 'limit', 'take', 'pageSize']);
const scalars = new Set(['ID', 'String', 'Int', 'Float', 'Boolean']);

const rule = (value: GraphqlRule): GraphqlRule => value;

const shapeRules: readonly GraphqlRule[] = [
  rule({
    id: 'graphql-list-without-pages',
    summary: 'A field gives a list of objects without an argument that limits it',
    severity: 'warning',
    standards: ['API4:2023', 'GraphQL Cursor Connections'],
    why: 'One query asks for every row, and lists inside lists multiply.',
    next: 'Give a connection with first and after, with a largest first that the server holds to.',
    check: ({ fields, types }) => {
      const objects = new Set(types.map(({ name }) => name.value));
      const isPart = (owner: string): boolean => /(Connection|Payload)$/.test(owner);
      return fields
        .filter(
          ({ owner, field }) =>
            isList(field.type) &&
            objects.has(inner(field.type)) &&
            !isPart(owner.name.value) &&
            !(field.arguments ?? []).some(({ name }) => pages.has(name.value)),
        )
        .map(hitField);
    },
  }),
  rule({
    id: 'graphql-nullable-id',
    summary: 'An id may be null',
    severity: 'warning',
    standards: ['GraphQL Global Object Identification'],
    why: 'Caches of clients key objects by their id; without one they keep nothing, or mix objects up.',
    next: 'Write id: ID!.',
    check: ({ fields }) =>
      fields
        .filter(({ field }) => field.name.value === 'id' && field.type.kind !== 'NonNullType')
        .map(hitField),
  }),
  rule({
    id: 'graphql-mutation-gives-scalar',
    summary: 'A mutation gives a bare value',
    severity: 'advice',
    standards: ['GraphQL best practice: mutation payloads'],
    why: 'Nothing can be added to it later: no changed object, no errors of the caller, no count.',
    next: 'Give a payload type of its own for each mutation.',
    check: ({ fields }) =>
      fields
        .filter(({ owner, field }) => owner.name.value === 'Mutation' && scalars.has(inner(field.type)))
        .map(hitField),
  }),
  rule({
    id: 'graphql-mutation-without-input',
    summary: 'A mutation takes more than three arguments instead of one input',
    severity: 'advice',
    standards: ['GraphQL best practice: input objects'],
    why: 'Clients write each argument into each query; generated code has no type for what is sent.',
    next: 'Take one argument input of an input type of its own.',
    check: ({ fields }) =>
      fields
        .filter(({ owner, field }) => owner.name.value === 'Mutation' && (field.arguments ?? []).length > 3)
        .map(hitField),
  }),
  rule({
    id: 'graphql-cycle-of-lists',
    summary: 'Lists lead back to the type they start from',
    severity: 'warning',
    standards: ['API4:2023', 'CWE-674'],
    why: 'A query of a few lines walks the circle as often as it likes; each turn multiplies the rows.',
    next: 'Limit depth and cost of queries on the server, with lists counted by their largest first.',
    check: ({ fields }) => {
      const lists = fields.filter(({ field }) => isList(field.type));
      const next = (name: string): readonly string[] =>
        lists.filter(({ owner }) => owner.name.value === name).map(({ field }) => inner(field.type));
      return lists
        .filter(({ owner, field }) => reaches(inner(field.type), owner.name.value, next))
        .map(hitField);
    },
  }),
];

/** Whether one type leads to another by lists. */
function reaches(from: string, to: string, next: (name: string) => readonly string[]): boolean {
  const seen = new Set<string>();
  const waiting = [from];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (at === to) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    waiting.push(...next(at));
  }
  return false;
}

const wordRules: readonly GraphqlRule[] = [
  rule({
    id: 'graphql-type-without-description',
    summary: 'A type has no description',
    severity: 'advice',
    standards: ['GraphQL specification, Descriptions'],
    why: 'The schema is the documentation: explorers show nothing else.',
    next: 'Say in one sentence what it is.',
    check: ({ types, enums }) =>
      [...types, ...enums]
        .filter(
          ({ description, name }) =>
            description === undefined && !/^(Query|Mutation|Subscription)$/.test(name.value),
        )
        .map((node) => ({ label: node.name.value, offset: node.loc?.start ?? 0 })),
  }),
  rule({
    id: 'graphql-deprecated-without-reason',
    summary: 'Something is deprecated without a reason',
    severity: 'warning',
    standards: ['GraphQL specification, @deprecated'],
    why: 'Clients see that it goes, and not what to ask for instead.',
    next: 'Write @deprecated(reason: "Use … instead, until …").',
    check: ({ fields, enums }) => [
      ...fields.filter(({ field }) => lacksReason(field.directives)).map(hitField),
      ...enums.flatMap((node) =>
        (node.values ?? [])
          .filter(({ directives }) => lacksReason(directives))
          .map((value) => ({
            label: `${node.name.value}.${value.name.value}`,
            offset: value.loc?.start ?? 0,
          })),
      ),
    ],
  }),
  rule({
    id: 'graphql-type-name',
    summary: 'The name of a type is not in PascalCase',
    severity: 'advice',
    standards: ['GraphQL best practice: naming'],
    why: 'Generated code has classes of other names than the schema.',
    next: 'Rename it in a new version, or keep it and write new types in PascalCase.',
    check: ({ types, enums }) =>
      [...types, ...enums]
        .filter(({ name }) => !/^[A-Z][A-Za-z0-9]*$/.test(name.value))
        .map((node) => ({ label: node.name.value, offset: node.loc?.start ?? 0 })),
  }),
  rule({
    id: 'graphql-field-name',
    summary: 'The name of a field is not in camelCase',
    severity: 'advice',
    standards: ['GraphQL best practice: naming'],
    why: 'Clients guess names, and guess wrong.',
    next: 'Add a field in camelCase, and mark the old one @deprecated.',
    check: ({ fields }) =>
      fields.filter(({ field }) => !/^_?[a-z][A-Za-z0-9]*$/.test(field.name.value)).map(hitField),
  }),
  rule({
    id: 'graphql-enum-value-name',
    summary: 'A value of an enum is not in UPPER_CASE',
    severity: 'advice',
    standards: ['GraphQL specification, Enums'],
    why: 'In queries it looks like a variable or field.',
    next: 'Add the value in UPPER_CASE, and mark the old one @deprecated.',
    check: ({ enums }) =>
      enums.flatMap((node) =>
        (node.values ?? [])
          .filter(({ name }) => !/^[A-Z][A-Z0-9_]*$/.test(name.value))
          .map((value) => ({
            label: `${node.name.value}.${value.name.value}`,
            offset: value.loc?.start ?? 0,
          })),
      ),
  }),
];

function lacksReason(directives: FieldDefinitionNode['directives']): boolean {
  const deprecated = (directives ?? []).find(({ name }) => name.value === 'deprecated');
  return deprecated !== undefined && (deprecated.arguments ?? []).length === 0;
}

/** Rules on GraphQL schemas, on their text alone. */
export const graphqlRules: readonly GraphqlRule[] = [...shapeRules, ...wordRules];
