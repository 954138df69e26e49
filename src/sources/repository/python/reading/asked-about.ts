import { answersNobody } from '../../anonymous/run.ts';
import { isFalse, isTrue } from '../../anonymous/flow.ts';
import type { Known } from '../../anonymous/language.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Machine } from '../evaluator/machine.ts';
import type { ClassValue, FunctionValue } from '../evaluator/value.ts';
import { declaredParameters } from '../evaluator/parameters.ts';
import type { Subject } from './attribute-tests.ts';
import { attributeTest, attributeTexts, recordTest } from './attribute-tests.ts';
import { bodyOf, languageOf, parametersOf } from './anonymous.ts';
import { compared, methodTest, written } from './method-tests.ts';

/** Whom a question such as `has_permission` lets in that has no credentials. */
export type Allows = 'nobody' | 'perhaps' | 'everybody';

/** What is asked for, as far as it is known. */
export interface Asked {
  readonly method: string;
  readonly action: string | undefined;
  /** What the same question of the class above gives. */
  readonly above: Allows;
  /** The class of the view that it is asked for. */
  readonly view?: ClassValue | undefined;
  /** The class of the record that it is asked about. */
  readonly record?: ClassValue | undefined;
}

/** Answers a question that gives yes or no as somebody without credentials; an error is a no. */
export function allowsAnonymous(machine: Machine, question: FunctionValue, asked: Asked): Allows {
  const view = handed(question, 2, asked.view);
  const record = handed(question, 3, asked.record);
  const language = languageOf(machine, question, {
    told: (node, text) =>
      toldOf(node, text, asked, view) ?? (record === undefined ? undefined : recordTest(node, record)),
    end: (_, place) => (place === 'throw' ? 'refuses' : undefined),
  });
  const statements = bodyOf(question.node);
  const known = parametersOf(question.node);
  const told = answersNobody(language, statements, known, false);
  if (told === undefined) return 'perhaps';
  if (told.every((each) => isFalse(each))) return 'nobody';
  if (told.every((each) => isTrue(each))) return 'everybody';
  return answersNobody(language, statements, known, true)?.every((each) => isFalse(each)) === true
    ? 'nobody'
    : 'perhaps';
}

/** The view is handed to the question after the request, and the record after it. */
function handed({ node }: FunctionValue, at: number, of: ClassValue | undefined): Subject | undefined {
  const name = declaredParameters(node)[at]?.name;
  return of === undefined || name === undefined ? undefined : { name, of };
}

function toldOf(
  node: SyntaxNode,
  text: string,
  { method, action, above }: Asked,
  view: Subject | undefined,
): Known | undefined {
  if (/^super\([^()]*\)\.has(_object)?_permission\([^()]*\)$/.test(text))
    return above === 'nobody' ? 'absent' : above === 'everybody' ? 'yes' : 'unknown';
  const values = (given: SyntaxNode): readonly string[] | undefined =>
    written(given) ?? (view === undefined ? undefined : attributeTexts(given, view));
  return (
    methodTest(node, text, method, values) ??
    (action === undefined ? undefined : compared(/^(?:self|view)\.action$/, node, text, action, values)) ??
    (view === undefined ? undefined : attributeTest(node, view))
  );
}
