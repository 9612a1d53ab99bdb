// The floor of what goes through: the smallest Worker that hands a request on and the answer back.

interface ProxyEnv {
  readonly UPSTREAM: string;
}

// oxlint-disable-next-line import/no-default-export -- a Worker's door
export default {
  fetch(request, env) {
    const { pathname, search } = new URL(request.url);
    return fetch(new Request(`${env.UPSTREAM}${pathname.slice("/zero".length)}${search}`, request));
  },
} satisfies ExportedHandler<ProxyEnv>;
