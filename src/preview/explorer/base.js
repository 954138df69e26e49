/** Texts of documents and answers are only ever set as text, never as HTML. */
export const byId = (id) => document.getElementById(id);

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

export const labelled = (text, field) => element('label', {}, text, field);
export const printed = (value) => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));

export async function fetchText(path, options) {
  const answer = await fetch(path, options);
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text };
}

export function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

export const token = () => byId('token').value.trim();
export const credentials = () => (token() === '' ? {} : { authorization: `Bearer ${token()}` });

export const randomKey = () => crypto.randomUUID();
