const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** A page without script, and without anything from elsewhere. */
function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:26rem;margin:3rem auto;padding:0 1rem}label{display:block;margin:.75rem 0}input{display:block;width:100%;box-sizing:border-box;font:inherit;padding:.4rem}button{font:inherit;padding:.4rem 1rem}.told{color:#a00}</style>
</head><body><h1>${escaped(title)}</h1>
${body}
<p><small>A preview on this machine. Do not enter a password that you use elsewhere.</small></p>
</body></html>
`;
}

/** Headers of every page. The form may not be restricted by policy: it ends in a redirect to the client. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
};

export interface LoginPage {
  readonly system: string;
  readonly action: string;
  readonly told?: string | undefined;
  readonly identifier?: string | undefined;
}

export const loginPage = ({ system, action, told, identifier = '' }: LoginPage): string =>
  page(
    `Sign in to ${system}`,
    `${told === undefined ? '' : `<p class="told" role="alert">${escaped(told)}</p>\n`}<form method="post" action="${escaped(action)}">
<label>E-mail address <input name="identifier" type="email" autocomplete="username" required maxlength="254" value="${escaped(identifier)}"></label>
<label>Password <input name="secret" type="password" autocomplete="current-password" required maxlength="128"></label>
<label>Code of your second factor, if you have one <input name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="10"></label>
<button>Sign in</button>
</form>
<p><a href="${escaped(action.replace(/\/login$/, '/abort'))}">Cancel</a></p>`,
  );

export interface ConsentPage {
  readonly system: string;
  readonly client: string;
  readonly scopes: readonly string[];
  readonly action: string;
}

export const consentPage = ({ system, client, scopes, action }: ConsentPage): string =>
  page(
    `Allow ${client}`,
    `<p>${escaped(client)} asks to act for you at ${escaped(system)}:</p>
<ul>${scopes.map((scope) => `<li>${escaped(scope)}</li>`).join('')}</ul>
<form method="post" action="${escaped(action)}"><button>Allow</button></form>
<p><a href="${escaped(action.replace(/\/confirm$/, '/abort'))}">Cancel</a></p>`,
  );

/** `form`: what the provider asks to be sent back. */
export const logoutPage = (system: string, form: string): string =>
  page(
    `Sign out of ${system}`,
    `${form}
<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>`,
  );

export const signedOutPage = (system: string): string =>
  page(`Signed out of ${system}`, '<p>You can close this page.</p>');

/** A request that cannot be answered at the client: it is not known, or asks for another way back. */
export const errorPage = (error: string, told: string | undefined): string =>
  page('This request was refused', `<p class="told">${escaped(told ?? error)}</p>`);
