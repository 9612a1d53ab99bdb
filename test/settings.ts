/** A complete, valid set of settings for tests: test mode, the account of the documented examples. */
export const testSettings = {
  FLATPEAK_API_URL: "https://api.flatpeak.test",
  FLATPEAK_API_VERSION: "2025-09-14.anode",
  FLATPEAK_ACCOUNT_ID: "acc_661677911f2197045e6cf1b1",
  FLATPEAK_API_KEY: "sk_test_0123456789abcdef",
  PUBLIC_URL: "https://go.example.test",
  CONNECT_WEB_URL: "https://connect.example.test/",
  APP_URL: "https://app.example.test/",
  LINK_KEYS: "test-link-key-0123456789abcdef0123456789",
  OPERATOR_TOKEN: "test-operator-token-0123456789abcdef",
  BRAND_NAME: "Example Energy",
  TEST_MODE_DELIVERY: "all",
  SEND_WINDOW: "00:00-24:00",
  SEND_WINDOW_HARD: "00:00-24:00",
  CHANNEL_ORDER: "handoff",
  HANDOFF_URL: "https://backend.example.test/hooks",
  HANDOFF_SECRET: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
};
