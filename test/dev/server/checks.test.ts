// The check of a running deployment, by its API and by `npm run doctor`, while one outside after the other is broken.

import { execFile } from "node:child_process";
import { expect, onTestFinished, test } from "vitest";
import { startDevServer } from "./server.ts";
import type { Client } from "./server.ts";

interface Report {
  status: string;
  data: { name: string; result: string; remedy: string | null }[];
}

const check = async (server: Client): Promise<Report> => {
  const answer = await server.post("/v1/checks", "", { Authorization: `Bearer ${server.operatorToken}` });
  expect(answer.status).toBe(200);
  return answer.json as Report;
};

const failed = ({ data }: Report): string[] => data.flatMap(({ name, result }) => (result === "failed" ? [name] : []));

/** What `npm run doctor` prints, and how it ends. */
const doctor = (address: string, token: string | null): Promise<{ code: number; printed: string }> =>
  new Promise((resolve) => {
    const { PATH, HOME } = process.env;
    const env = { PATH, HOME, ...(token === null ? {} : { OPERATOR_TOKEN: token }) };
    const child = execFile(process.execPath, ["src/dev/doctor/run.ts", address], { env }, (_, out, err) =>
      resolve({ code: child.exitCode ?? -1, printed: out + err }),
    );
  });

test("one broken outside is named and no other, and the doctor says the same", async () => {
  const server = await startDevServer();
  onTestFinished(() => server.stop());
  expect(failed(await check(server))).toEqual([]);
  const well = await doctor(server.origin, server.operatorToken);
  expect(well).toMatchObject({ code: 0, printed: expect.stringContaining("twilio_sender") as string });

  const faults = [
    [{ target: "login", mode: "500" }, "flatpeak_login"],
    [{ target: "jwks", mode: "500" }, "flatpeak_keys"],
    [{ target: "events", mode: "html" }, "flatpeak_events"],
    [{ target: "twilio", mode: "code", code: 20_003 }, "twilio_account"],
    [{ target: "twilio", mode: "code", code: 21_606 }, "twilio_sender"],
    [{ target: "resend", mode: "code", code: "validation_error" }, "resend_domain"],
    [{ target: "fcm", mode: "500" }, "fcm_project"],
    [{ target: "handoff", mode: "code", code: 401 }, "backend"],
    [{ target: "contacts", mode: "timeout" }, "contact_lookup"],
  ] as const;
  for (const [fault, name] of faults) {
    await server.post("/_dev/faults", fault);
    const report = await check(server);
    expect([fault, failed(report)]).toEqual([fault, [name]]);
    expect(report.data.find((it) => it.name === name)?.remedy).toMatch(/\w/);
    await server.post("/_dev/faults", { target: fault.target, mode: "none" });
  }
  await server.post("/_dev/faults", { target: "twilio", mode: "code", code: 20_003 });
  const said = await doctor(server.origin, server.operatorToken);
  expect(said.code).toBe(1);
  expect(said.printed).toMatch(/failed +twilio_account.*\n +-> .*TWILIO_AUTH_TOKEN/);
  expect(said.printed).toMatch(/1 failed/);
  expect((await server.get("/_dev/inbox")).json).toEqual({ messages: [], publications: [] });
});

test("the doctor says plainly why it could not ask", async () => {
  const gone = await doctor("http://127.0.0.1:9", "some-token-of-an-operator-0123456789");
  expect(gone).toMatchObject({ code: 2, printed: expect.stringContaining("could not be asked") as string });
  const none = await doctor("http://127.0.0.1:9", null);
  expect(none).toMatchObject({ code: 2, printed: expect.stringContaining("OPERATOR_TOKEN") as string });
  const open = await doctor("http://go.example.com", "some-token-of-an-operator-0123456789");
  expect(open).toMatchObject({ code: 2, printed: expect.stringContaining("https") as string });
});
