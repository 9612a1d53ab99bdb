// FlatPeak's documented error object, shared by the emulated API and the emulated Connect conversation.

export interface WireError {
  status: 400 | 403 | 404 | 422;
  /** Where it went wrong, for example `api.connect_token_create` or `connect.provider_select`. */
  context: string;
  code: string;
  message: string;
  /** Only the Connect conversation names the token it is about, and the request, by which people can ask for it. */
  connectToken?: string;
  requestId?: string;
}

/** The error as an HTTP answer. `now` is world time in milliseconds; the stamp has no zone, as in the documentation. */
export function wireError(error: WireError, now: number): Response {
  const body = {
    object: "error",
    live_mode: false,
    context: error.context,
    type: "invalid_request",
    code: error.code,
    message: error.message,
    ...(error.connectToken === undefined ? {} : { connect_token: error.connectToken }),
    ...(error.requestId === undefined ? {} : { request_id: error.requestId }),
    time_created: new Date(now).toISOString().replace("Z", ""),
  };
  return Response.json(body, { status: error.status });
}
