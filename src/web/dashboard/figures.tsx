// The fleet in figures. Where no database is bound, what is missing.

import { NoIndex } from "./no-index.tsx";
import { operatorPage } from "./shell.tsx";
import type { RouteContext } from "../http/context.ts";
import type { Signed } from "./session.ts";

/** GET /operator/figures */
export const showFigures = (c: RouteContext, signed: Signed): Promise<Response> =>
  operatorPage(c, signed, { title: "Figures", here: "/operator/figures", body: <NoIndex what="no figures" /> });
