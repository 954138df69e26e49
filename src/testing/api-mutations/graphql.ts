/** A schema before and after, labelled by hand. */
export interface GraphqlMutation {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly expected: readonly string[];
}

export const graphqlBase = `
enum Status { OPEN PAID }
interface Node { id: ID! }
type Order implements Node { id: ID! status: Status! note: String total(currency: String = "EUR"): Int! }
type Customer implements Node { id: ID! name: String! }
union Hit = Order | Customer
input NewOrder { customer: ID! note: String }
type Query { order(id: ID!): Order orders(first: Int = 10): [Order!]! search(text: String!): [Hit!]! }
type Mutation { create(input: NewOrder!): Order! }
`;

/** `from` is the part of the base that is written as `to` in the next version. */
export const graphqlMutations: readonly GraphqlMutation[] = [
  {
    name: 'a field goes',
    from: ' note: String total',
    to: ' total',
    expected: ['graphql-field-removed: breaking'],
  },
  {
    name: 'a field comes',
    from: ' note: String total',
    to: ' note: String memo: String total',
    expected: ['graphql-field-added: compatible'],
  },
  {
    name: 'a field may be null',
    from: 'status: Status!',
    to: 'status: Status',
    expected: ['graphql-field-type-changed: breaking'],
  },
  {
    name: 'a field is never null',
    from: 'note: String total',
    to: 'note: String! total',
    expected: ['graphql-field-type-changed: compatible'],
  },
  {
    name: 'a value comes',
    from: 'OPEN PAID',
    to: 'OPEN PAID LOST',
    expected: ['graphql-enum-value-added: dangerous'],
  },
  { name: 'a value goes', from: 'OPEN PAID', to: 'OPEN', expected: ['graphql-enum-value-removed: breaking'] },
  {
    name: 'a default changes',
    from: '= 10',
    to: '= 50',
    expected: ['graphql-field-argument-default-changed: dangerous'],
  },
  {
    name: 'a required argument comes',
    from: 'order(id: ID!)',
    to: 'order(id: ID!, region: String!)',
    expected: ['graphql-field-argument-added: breaking'],
  },
  {
    name: 'an optional argument comes',
    from: 'order(id: ID!)',
    to: 'order(id: ID!, region: String)',
    expected: ['graphql-field-argument-added: dangerous'],
  },
  {
    name: 'an argument goes',
    from: '(first: Int = 10)',
    to: '',
    expected: ['graphql-field-argument-removed: breaking'],
  },
  {
    name: 'a member of a union comes',
    from: 'type Mutation',
    to: 'type Line { sku: ID! }\nextend union Hit = Line\ntype Mutation',
    expected: ['graphql-union-member-added: dangerous', 'graphql-type-added: compatible'],
  },
  {
    name: 'a required input comes',
    from: 'note: String }',
    to: 'note: String region: String! }',
    expected: ['graphql-input-field-added: breaking'],
  },
  {
    name: 'a field is deprecated',
    from: 'name: String!',
    to: 'name: String! @deprecated(reason: "title")',
    expected: ['graphql-field-deprecation-added: compatible'],
  },
  { name: 'words change', from: 'enum Status', to: '"Where it is"\nenum Status', expected: [] },
];
