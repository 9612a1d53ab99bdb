// `node test/browser/screenshot.ts`: takes docs/control-room.png, the README's picture, from a real run.
import { resolve } from "node:path";
import { startDevServer } from "../dev/server/server.ts";
import { launchChromium } from "./chromium.ts";

// The port of `npm run dev`, for the message shows it.
const server = await startDevServer({ port: 8787 });
const browser = await launchChromium();
try {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: 1,
    colorScheme: "light",
  });
  await page.goto(`${server.origin}/_dev/`);
  await page.getByRole("button", { name: "expired", exact: true }).click();
  await page.getByTestId("message").waitFor();
  await page.locator('[data-testid="case"][data-state="open"]').waitFor();
  await page.getByText("message delivered").waitFor();
  // Nothing under the pointer and nothing focused.
  await page.mouse.move(0, 0);
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  await page.screenshot({ path: resolve(import.meta.dirname, "../../docs/control-room.png"), animations: "disabled" });
} finally {
  await browser.close();
  await server.stop();
}
