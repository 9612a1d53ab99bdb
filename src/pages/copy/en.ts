// The pages in English.

import type { PageCopy } from "./page-copy.ts";

export const en: PageCopy = {
  openApp: "Open the app",
  backToApp: "Back to the app",
  tryAgain: "Try again",
  home: (number) => `Home ${number}`,

  confirm: {
    title: "Your energy tariff",
    heading: "Reconnect your energy tariff",
    text: "The next page is where you choose your supplier and check your contract.",
    button: "Continue to reconnect",
    description: "See whether your energy tariff is still connected, and connect it again if it is not.",
  },
  allGood: {
    title: "All good",
    heading: "All good, nothing to do",
    text: "What this link was for is settled. You do not need it any more.",
  },
  expired: {
    title: "Link expired",
    heading: "This link has expired",
    text: "Open the app to check your energy tariff. If it needs you, we will send a new link.",
  },
  nowhere: {
    title: "Page not found",
    heading: "There is nothing here",
    text: "Please open the link in our message again. You can also check your energy tariff in the app.",
  },
  unavailable: {
    title: "Please try again",
    heading: "Please try again in a minute",
    text: "We cannot reach the tariff service right now. Your link stays valid and nothing is lost.",
  },
  tooMany: {
    title: "Please wait a moment",
    heading: "Please wait a moment",
    text: "This link was opened many times in a short while. Wait a minute, then try again. Your link stays valid.",
  },
  phone: {
    title: "Continue on your phone",
    heading: "Continue on your phone",
    text: "The next step is in the app. Scan this code with your phone’s camera to go on there.",
    picture: "QR code of this link",
    address: "Or open this address on your phone:",
    here: "Continue on this device",
  },

  done: {
    checking: {
      title: "Checking",
      heading: "Checking your tariff…",
      text: "This page looks again by itself. You can also close it: we keep checking.",
      button: "Look again now",
    },
    repaired: {
      title: "Connected",
      heading: "Connected. Thank you!",
      text: "Your energy tariff is up to date again, and you will not hear from us about it any more.",
    },
    next: {
      title: "Connected",
      heading: "Connected. There is more to do.",
      text: "This tariff is up to date again. Another one of yours still needs you.",
      button: "Next tariff",
    },
    more: {
      title: "One more step",
      heading: "That is done. One more step",
      text: "What you came for is settled. The same tariff needs one more thing from you.",
      button: "Continue",
    },
    notYet: {
      title: "Not connected yet",
      heading: "Not connected yet",
      text: "Your tariff still needs a step. A supplier can take a while to answer; you can also try again now.",
      button: "Continue connecting",
    },
    disconnected: {
      title: "Not connected",
      heading: "Your tariff is not connected",
      text: "It was disconnected, or its connection is still being made, which can take a supplier up to two days. You can connect it again now.",
      button: "Connect again",
    },
    endDate: {
      title: "One more detail",
      heading: "One more detail: the end date",
      text: (date) =>
        `The date we have${date === null ? "" : `, ${date},`} is when your old contract ends. Please enter the end date of your new contract, or come back once you have it.`,
      button: "Enter the new contract",
    },
  },

  overview: {
    title: "Your energy tariffs",
    attention: (count) => (count === 1 ? "One tariff needs your attention." : `${count} tariffs need your attention.`),
    settled: "Nothing needs your attention.",
    none: "We know of no tariff here. You can connect one in the app.",
    stale: (when) => `We cannot reach the tariff service right now. This is what we knew last, ${when}.`,
    slots: {
      commodity_import: "Electricity you use",
      commodity_export: "Electricity you sell",
      non_commodity_import: "Grid fee",
      non_commodity_export: "Grid fee for what you sell",
      local: "Your own production",
      unknown: "Energy tariff",
    },
    states: {
      connected: "Connected",
      expiring: "Contract ends soon",
      expired: "Contract has ended",
      failed: "Cannot be read",
      disconnected: "Not connected",
      upgrade: "Direct connection possible",
      unknown: "Not known right now",
    },
    actions: { reconnect: "Reconnect", update: "Enter the new contract", upgrade: "Connect directly" },
    connection: "Prices come from",
    connections: {
      DIRECT: "your supplier directly",
      LIBRARY: "your supplier’s published tariff",
      MARKET: "the market price",
      MANUAL: "what you entered",
    },
    ends: "Contract ends",
    ended: "Contract ended",
    lastRead: "Last read",
    messages: "Our messages",
    pages: {
      current: (page, pages) => `Page ${page} of ${pages}`,
      next: "More homes",
      previous: "Back to the homes before",
    },
  },

  snooze: {
    title: "Ask me later",
    heading: "Switching supplier?",
    text: "Tell us when the new contract begins. Until then we will not write to you.",
    label: "Ask me again on",
    range: (from, to) => `From ${from} to ${to}`,
    wrong: (from, to) => `Please choose a date from ${from} to ${to}.`,
    button: "Ask me then",
    until: (date) => `We will ask again on ${date}`,
    done: { title: "We will ask later", text: "Until then you will not get messages about your energy tariffs." },
    undo: "Do not wait",
    undone: {
      title: "We will not wait",
      heading: "We will not wait",
      text: "You get our messages as usual again.",
    },
  },

  stop: {
    title: "Stop messages",
    heading: "Stop our messages?",
    text: "You get no more messages about your energy tariffs, from the moment you press the button. Your tariffs stay as they are.",
    button: "Stop messages",
    done: {
      title: "Messages stopped",
      heading: "Messages are stopped",
      text: "From now on you get no more messages about your energy tariffs. Your tariffs stay as they are.",
    },
    undo: "Receive messages again",
    undone: {
      title: "Messages are on",
      heading: "Messages are on again",
      text: "We write to you when one of your energy tariffs needs you.",
    },
    back: {
      reply: () =>
        "We stopped after your text message. To get messages again, text START to the number they came from.",
      company: (brand) => `Messages were stopped for you by ${brand}. To get them again, please contact ${brand}.`,
      none: () => "One of our emails was reported as unwanted. That cannot be taken back on this page.",
    },
  },
};
