// What a text message is heard as: a stop in every language we write in, and nothing at all in an ordinary sentence.

import { describe, expect, it } from "vitest";
import { wordOf } from "../../src/channels/reply-words.ts";
import { LANGUAGES, habitsOf } from "../../src/text/language.ts";
import { growthOf } from "../support/growth.ts";

describe("a reply (row 41)", () => {
  it.each([
    "End date is 31 March",
    "Cancel? No, I just renewed",
    "Quit E.ON, now with EDF",
    "Cancel my contract with E.ON",
    "end of March",
    "Remove the old one",
    "Basta così, ho già cambiato contratto domani",
    "Parar la semana que viene",
    "Arrêté le contrat hier",
    "Ferma restando la data",
    "Opzeggen kan pas in mei",
    "Abbestellen möchte ich nichts",
    "para mi casa",
    "Stoppen wir das Ganze im Mai?",
    "Koniec umowy jest w maju",
    "Lopetan sopimuksen keväällä",
    "Não quero mais esse contrato, já mudei",
    "Don't stop",
    "Please don't stop",
    "I cannot stop laughing",
    "fine",
    "fin de mois",
    "Koniec umowy w maju",
    "Lopeta tämä ensi viikolla",
    "no",
    "No thanks",
    "thank you",
    "please",
    "bitte danke",
    "",
    "31.03.",
    "👍",
  ])("leaves %j alone", (body) => {
    expect(wordOf(body)).toBe("other");
  });

  it.each([
    "STOP",
    "Stop.",
    "STOP, wrong number",
    "stop sending me these",
    "StopAll",
    "stop all",
    "Unsubscribe me from this list",
    "un-subscribe",
    "S T O P",
    "ＳＴＯＰ",
    "𝐒𝐓𝐎𝐏",
    "“Stop”",
    "¡Stop!",
    "STOP 🛑",
    "ST\u00adOP\u200b",
    "STOP\u3164",
    "Please stop",
    "please stop texting me",
    "stop please, thanks",
    "End",
    "end.",
    "CANCEL",
    "Quit!",
    "opt out",
    "Opt-out please",
    "no more messages",
    "Stopp",
    "Stoppen",
    "Bitte stoppen",
    "Abmelden",
    "ABBESTELLEN!",
    "Bitte abbestellen, danke",
    "keine Nachrichten mehr",
    "Afmelden",
    "Uitschrijven",
    "uitschrijven aub",
    "Arrêt",
    "ARRETEZ",
    "Arrêtez s’il vous plaît",
    "Désabonner",
    "désabonnez-moi svp",
    "me désinscrire",
    "Disiscrivi",
    "disiscrivimi, grazie",
    "Basta",
    "¡Basta!",
    "no más",
    "No mas, por favor",
    "Baja",
    "dar de baja",
    "cancelar",
    "Lopeta, kiitos",
    "Lopettakaa!",
    "Não quero mais, obrigado",
    "SAIR",
    "Wyłącz",
    "proszę, wypisz mnie",
    "Sluta, tack",
    "Ende",
    "Schluss, bitte",
    "Stop sms",
    "StopSMS",
    "Fin",
    "avanmäl",
    "Stoppa",
    "Afmeld",
    "stands",
    "Meld av",
    "Avslutt, takk",
    "Lopeta",
    "Ei enää viestejä, kiitos",
    "Sair",
    "Não quero mais",
    "Wypisz mnie, proszę",
    "zakończ",
    "REZYGNUJĘ",
  ])("hears %j", (body) => {
    expect(wordOf(body)).toBe("stop");
  });

  it.each([
    "START",
    "start.",
    " Yes! ",
    "ＹＥＳ",
    "unstop",
    "“Start”",
    "Weiter",
    "Démarrer",
    "réabonner",
    "Hervatten",
    "Reanudar",
    "Alta",
    "Riprendi",
    "Starta",
    "återuppta",
    "Tilmeld",
    "Meld på",
    "Aloita",
    "Começar",
    "Włącz",
    "Wznów",
  ])("takes %j for a start", (body) => {
    expect(wordOf(body)).toBe("start");
  });

  it.each([
    "Yes but who are you?",
    "start tomorrow",
    "please start over",
    "yes please",
    "restart",
    "Weiter so!",
    "alta velocidad",
  ])("takes %j for no start: nobody is written to again by an accident", (body) => {
    expect(wordOf(body)).toBe("other");
  });

  it.each(LANGUAGES)("is heard by every word that people of %s stop with", (language) => {
    const { stop, courtesy } = habitsOf(language);
    expect(stop.split(" ").filter((word) => wordOf(word) !== "stop")).toEqual([]);
    for (const kind of courtesy.split(" ")) expect(wordOf(`${stop.split(" ")[0] ?? ""}, ${kind}`)).toBe("stop");
  });

  it("is read in time that grows with its length alone", () => {
    const reader = (size: number) => {
      const body = "please ".repeat(size);
      return () => void wordOf(body);
    };
    expect(growthOf(reader, 2_000)).toBeLessThan(8);
  });
});
