import type { Known } from '../../anonymous/language.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { libraryBases, lineage } from '../evaluator/paths.ts';
import type { ClassValue, Value } from '../evaluator/value.ts';
import { isNone } from '../evaluator/value.ts';
import { defaultOf } from './settings-tests.ts';
import { textsOf } from './texts.ts';

/** An object that code asks about itself: what it is called there, and the class it is of. */
export interface Subject {
  readonly name: string;
  readonly of: ClassValue;
}

/** What a class says of its objects; `missing` where nothing gives them the attribute. */
type Said = { readonly kind: 'said'; readonly value: Value } | { readonly kind: 'missing' };

interface Question {
  readonly attribute: string;
  readonly how: 'has' | 'get';
  readonly fallback?: SyntaxNode;
}

/** `view.is_private`, `getattr(view, 'is_private', False)`, `hasattr(view, 'is_private')`. */
export function attributeTest(node: SyntaxNode, subject: Subject): Known | undefined {
  const question = questionOf(node, subject.name);
  const said = question === undefined ? undefined : saidOf(subject.of, question.attribute);
  if (question === undefined || said === undefined) return undefined;
  if (question.how === 'has') return said.kind === 'said' ? 'yes' : 'no';
  if (said.kind === 'said') return truthOf(said.value);
  return question.fallback === undefined ? undefined : written[question.fallback.text];
}

/** `hasattr(obj, 'get_owner')` of a record: others may give it relations, but no methods. */
export function recordTest(node: SyntaxNode, subject: Subject): Known | undefined {
  const question = questionOf(node, subject.name);
  if (question?.how !== 'has') return undefined;
  const { attribute } = question;
  if (lineage(subject.of).some(({ attributes }) => attributes.has(attribute))) return 'yes';
  const isPlain = libraryBases(subject.of).every((path) => /^django\.db\.models\.(base\.)?Model$/.test(path));
  const isMethod = /^(get|is|has|can)_\w+$/.test(attribute) && !ofModels.test(attribute);
  return isPlain && isMethod && saidOf(subject.of, attribute, false) !== undefined ? 'no' : undefined;
}

/** Methods that Django gives every model, or for a field. */
const ofModels =
  /^get_(\w+_display|next_\w+|previous_\w+|\w+_order|deferred_fields|constraints|absolute_url)$/;

/** Texts that an attribute lists: `view.action in view.open_actions`. */
export function attributeTexts(node: SyntaxNode, subject: Subject): readonly string[] | undefined {
  const question = questionOf(node, subject.name);
  if (question?.how !== 'get') return undefined;
  const said = saidOf(subject.of, question.attribute);
  if (said?.kind !== 'said') return undefined;
  const { value } = said;
  if (value.kind !== 'list' || value.open) return undefined;
  const texts = textsOf(value);
  return texts.length === value.items.length ? texts : undefined;
}

const written: Readonly<Record<string, Known>> = {
  True: 'yes',
  False: 'no',
  None: 'no',
  '[]': 'no',
  '()': 'no',
};

function questionOf(node: SyntaxNode, name: string): Question | undefined {
  if (node.type === 'attribute') {
    const attribute = inField(node, 'attribute')?.text;
    return attribute === undefined || inField(node, 'object')?.text !== name
      ? undefined
      : { attribute, how: 'get' };
  }
  const called = node.type === 'call' ? inField(node, 'function')?.text : undefined;
  if (called !== 'getattr' && called !== 'hasattr') return undefined;
  const [object, attribute, fallback] = inField(node, 'arguments')?.children ?? [];
  const told = /^['"](\w+)['"]$/.exec(attribute?.text ?? '')?.[1];
  if (object?.text !== name || told === undefined) return undefined;
  return {
    attribute: told,
    how: called === 'hasattr' ? 'has' : 'get',
    ...(fallback === undefined ? {} : { fallback }),
  };
}

/** Attributes that the views of Django and Django REST have, or are given with the request. */
const ofLibraries =
  /^(_\w*|request|args|kwargs|headers|format|response|action|action_map|basename|detail|suffix|name|description|settings|schema|model|queryset|filterset_\w+|filter_\w+|http_method_names|\w+_class(es)?|\w+_negotiator|lookup_\w+|pagina\w+|page_\w+|allow_empty|ordering\w*|search_\w+|template_\w+|content_type|context_\w+|object|object_list|extra_context|success_url|fields|form|initial|prefix|pk_url_kwarg|slug_\w+|query_pk_and_slug|url|permanent|pattern_name|throttle\w*|versioning\w*|metadata\w*|as_view|dispatch|setup|options|http_method_not_allowed|allowed_methods|default_response_headers|(get|check|perform|initialize|finalize|handle|raise|determine|permission|reverse|render)_\w+|list|create|retrieve|update|partial_update|destroy|get|post|put|patch|delete|head|view_is_async|login_url|redirect_\w+|test_func)$/;
const plainLibrary = /^(rest_framework|django)\.|^(object|abc\.\w+|typing\.\w+(\.\[\])?)$/;

function saidOf(of: ClassValue, attribute: string, ofView = true): Said | undefined {
  const classes = lineage(of);
  // What is set as it runs is not what the class says.
  const set = new RegExp(`\\b(self|cls)\\.${attribute}\\s*(:[^=\\n]+)?=[^=]|\\b(setattr|__getattr\\w*)\\b`);
  if (classes.some(({ node }) => set.test(node.text))) return undefined;
  const value = classes.map(({ attributes }) => attributes.get(attribute)).find((each) => each !== undefined);
  if (value !== undefined) return { kind: 'said', value };
  const isPlain =
    !(ofView && ofLibraries.test(attribute)) &&
    classes.every(({ bases }) => bases.every((each) => each.kind !== 'unknown')) &&
    libraryBases(of).every((path) => plainLibrary.test(path));
  return isPlain ? { kind: 'missing' } : undefined;
}

function truthOf(value: Value): Known | undefined {
  if (isNone(value)) return 'no';
  // A property is what it gives.
  if (value.kind === 'function') return value.wrappers.length === 0 ? 'yes' : undefined;
  if (value.kind === 'list' && !value.open) return value.items.length > 0 ? 'yes' : 'no';
  const known = defaultOf(value);
  return known === undefined ? undefined : known ? 'yes' : 'no';
}
