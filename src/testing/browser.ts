/** A person's browser in front of an authorisation server: it keeps cookies, follows redirects and sends forms. */
export interface Browser {
  /** Follows redirects until a page is shown, or `stop` says where not to go. */
  readonly open: (url: string, stop: (url: URL) => boolean) => Promise<Seen>;
  /** Sends the form of a page with what was typed in. */
  readonly submit: (
    page: Seen,
    typed: Readonly<Record<string, string>>,
    stop: (url: URL) => boolean,
  ) => Promise<Seen>;
}

export interface Seen {
  readonly url: URL;
  readonly status: number;
  readonly html: string;
}

export function browser(): Browser {
  const cookies = new Map<string, { readonly value: string; readonly path: string }>();
  const request = async (url: URL, init: RequestInit): Promise<Response> => {
    const cookie = [...cookies]
      .filter(([, { path }]) => url.pathname.startsWith(path))
      .map(([name, { value }]) => `${name.split(' ')[0]}=${value}`);
    const answer = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...Object.fromEntries(new Headers(init.headers)), cookie: cookie.join('; ') },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const path = /path=([^;]+)/i.exec(line)?.[1] ?? '/';
      const isGone = value === '' || /expires=Thu, 01 Jan 1970/i.test(line);
      if (isGone) cookies.delete(`${name} ${path}`);
      else cookies.set(`${name} ${path}`, { value, path });
    }
    return answer;
  };
  const follow = async (start: URL, init: RequestInit, stop: (url: URL) => boolean): Promise<Seen> => {
    let url = start;
    let answer = await request(url, init);
    for (let hop = 0; hop < 10 && answer.headers.has('location'); hop++) {
      url = new URL(answer.headers.get('location') ?? '', url);
      if (stop(url)) return { url, status: answer.status, html: '' };
      answer = await request(url, {});
    }
    return { url, status: answer.status, html: await answer.text() };
  };
  return {
    open: (url, stop) => follow(new URL(url), {}, stop),
    submit: ({ url, html }, typed, stop) => {
      const action = /<form[^>]*action="([^"]*)"/.exec(html)?.[1] ?? '';
      const hidden = [...html.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
        ([, name = '', value = '']) => [name, value],
      );
      return follow(
        new URL(action, url),
        { method: 'POST', body: new URLSearchParams([...hidden, ...Object.entries(typed)]) },
        stop,
      );
    },
  };
}
