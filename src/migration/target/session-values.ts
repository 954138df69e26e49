/** A value that code takes from the session, or from the person whom it has found there. */
const ofTheSession = /(^|[._])session\b|(^|\.)(auth|guard|security|identity)\b/i;
const person =
  /(^|[._])(user|customer|member|account|client|person|player|student|patient|subscriber|me)\.(get_?)?(id|\w+_id|user|customer)(\(\))?$/i;

/** Whether a value that is put into a statement is the key of who is signed in, as far as its name tells. */
export const isSessionValue = (name: string): boolean => ofTheSession.test(name) || person.test(name);

/** A condition that compares a column with who is signed in: `customer_id = {_SESSION.customer_id}`. */
export const isOfTheCaller = (condition: string): boolean =>
  [...condition.matchAll(/=\s*'?\{([^{}]*)\}/g)].some(([, name = '']) => isSessionValue(name));

/** Columns that a statement compares with the key of who is signed in, or sets to it. */
export function callerColumns(sql: string): readonly string[] {
  const compared = [...sql.matchAll(/(?:\b\w+\.)?[`"]?(\w+)[`"]?\s*=\s*'?\{([^{}]*)\}'?/g)].flatMap(
    ([, column = '', name = '']) => (isSessionValue(name) ? [column] : []),
  );
  return [...new Set([...compared, ...insertedOfTheCaller(sql)])];
}

/** Columns that a statement compares with a value that, as far as its name tells, no request gives. */
export const unaskedColumns = (sql: string): readonly string[] =>
  [
    ...sql.matchAll(
      /(?:\b\w+\.)?[`"]?(\w+)[`"]?\s*=\s*'?(?:\{(?!_?(?:get|post|request|input|params?|query|args|data)\b)[^{}]*\}|\?|\$\w+|:\w+)/gi,
    ),
  ].map(([, column = '']) => column);

function insertedOfTheCaller(sql: string): readonly string[] {
  const match = /\binto\s+[^\s(]+\s*\(([^()]*)\)\s*values\s*\(([\s\S]*)\)/i.exec(sql);
  const columns = (match?.[1] ?? '').split(',').map((each) => each.replaceAll(/[`"\s]/g, ''));
  const values = (match?.[2] ?? '').split(',');
  return columns.filter((_, at) => {
    const name = /^\s*'?\{([^{}]*)\}'?\s*$/.exec(values[at] ?? '')?.[1];
    return name !== undefined && isSessionValue(name);
  });
}
