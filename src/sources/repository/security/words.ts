/** Words of conversion around a value; they say nothing of what it is for. */
const conversion =
  /^(new|null|nil|this|self|true|false|return|final|var|let|const|func|byte|bytes|String|string|str|StandardCharsets|Charset|UTF_?8|Encoding|GetBytes|getBytes|toByteArray|encode|format|Sprintf|fmt|to_s|join|concat|append|toString|ToString|update|digest|hexdigest|Sum|Write|ComputeHash|doFinal)$/;

/**
 * Names that a piece of code mentions, each once: `password` and `user` of `user.getPassword().getBytes()`. A text in
 * quotes may be a secret and is no name, but where it names a part of something: `params["password"]`, `Get("token")`.
 */
export const wordsIn = (text: string): readonly string[] => [
  ...new Set(
    (withoutTexts(text).match(/[A-Za-z_]\w*/g) ?? [])
      .map(ofAccessor)
      .filter((name) => !conversion.test(name)),
  ),
];

const namesPart =
  /(?:[\w)]\[|\.(?:Get|FormValue|PostFormValue|PostForm|Query|Param|fetch)\(|\bparams\.\w+\()$/;

const withoutTexts = (text: string): string =>
  text.replaceAll(/(["'`])((?:\\.|(?!\1)[^\\])*)(?:\1|$)/g, (_, _quote, inner: string, at: number) =>
    namesPart.test(text.slice(0, at)) && /^\w{1,40}$/.test(inner) ? inner : ' ',
  );

/** Names of what goes into a digest. A token that is digested is only kept or compared so, and says nothing of the use. */
export const digestedWords = (text: string): readonly string[] =>
  wordsIn(text).filter((name) => !/(token|nonce|otp|key)s?$/i.test(name));

/** The property that an accessor gives: `password` of `getPassword`. */
const ofAccessor = (name: string): string =>
  /^get[A-Z]/.test(name) ? name.charAt(3).toLowerCase() + name.slice(4) : name;

/**
 * Code that leaves the check of certificates to a setting: `if (insecure) { … }`, `insecureManager`. What then holds is
 * for the installation to say.
 */
export const leavesCheckToSetting = (text: string, names: readonly string[]): boolean =>
  names.some((name) => /insecure|unsafe|skip_?(tls|ssl|cert|verif)/i.test(name)) ||
  /\b(if|unless)\b[^\n{;]{0,80}(insecure|(skip|no_?check|no_?verify)_?(ssl|tls|cert|verif|host)?|trust_?all|ignore_?(ssl|cert|tls)|(verify|validate)_?(ssl|tls|cert|peer|host)|self_?signed)/i.test(
    text,
  );

/** A condition that asks for the kind of installation, or whether somebody wants it so. */
export const asksForInstallation =
  /dev|debug|local|test|prod|environment|profile|insecure|skip|verify|trust_?all|self_?signed|unsafe|allow/i;
