// What the runner of Node tells of each test, as one line of JSON. Plain JavaScript: Node loads it by itself.
// oxlint-disable-next-line import/no-default-export -- the form that Node asks reporters to have
export default async function* report(source) {
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const line = {
      name: data.name,
      state: data.skip !== undefined ? 'skipped' : type === 'test:pass' ? 'passed' : 'failed',
      ms: Math.round(data.details?.duration_ms ?? 0),
      ...(typeof data.skip === 'string' && { why: data.skip }),
      ...(type === 'test:fail' && { why: messagesOf(data.details?.error) }),
    };
    yield `${JSON.stringify(line)}\n`;
  }
}

/** Of an error that others led to, the innermost says most; the one of a property says with which values. */
function messagesOf(error) {
  const messages = [];
  for (let each = error?.cause ?? error; each !== undefined && each !== null; each = each.cause)
    messages.push(String(each.message ?? each));
  return messages.reverse().join('\n') || 'failed';
}
