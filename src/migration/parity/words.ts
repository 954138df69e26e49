export const namesPassword = (name: string): boolean =>
  /pass(w(or)?d|wort|phrase)?\d*$|passwd|pwd|kennwort|senha/i.test(name) && !/(by|com)pass/i.test(name);

/** What somebody types into a search field. */
export const namesSearch = (name: string): boolean =>
  /^(q|qs?|s|query|search|search_?(term|query|text|for)|terms?|keywords?|find|suche?|such_?wort)$/i.test(
    name,
  );

export const namesLogin = (name: string): boolean =>
  /^(user_?)?(login|name|e?_?mail|identifier|benutzer(name)?)$|^username$/i.test(name);
