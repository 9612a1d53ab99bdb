// The words in Spanish, with "usted".

import { monthIn } from "./copy.ts";
import type { Copy } from "./copy.ts";

const SHORT = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"];
const LONG = [
  "enero",
  "febrero",
  "marzo",
  "abril",
  "mayo",
  "junio",
  "julio",
  "agosto",
  "septiembre",
  "octubre",
  "noviembre",
  "diciembre",
];

export const es: Copy = {
  onDay: (on, length) =>
    length === "short" ? `el ${on.day} ${monthIn(SHORT, on)}` : `el ${on.day} de ${monthIn(LONG, on)} de ${on.year}`,

  texts: {
    subject: "{brand}: {title}",
    "title.expiring": "Su contrato termina pronto",
    "title.trap": "Falta su nuevo contrato",
    "title.expired": "Su tarifa de energía ha terminado",
    "title.fetch_failed": "No podemos consultar su tarifa",
    "title.upgrade": "Es posible conectar directamente",
    "title.several": "{count} tarifas por revisar",
    "title.several_expiring": "{count} contratos terminan pronto",
    "title.several_upgrade": "Es posible conectar directamente",

    "sms.expiring.first": "{brand}: su contrato de energía termina {when}. {stop} Añada el nuevo contrato: {link}",
    "sms.expiring.again": "{brand}: su contrato termina {when} y falta el nuevo. {stop} Añada el nuevo: {link}",
    "sms.expiring.short": "{brand}: contrato acaba {when}. {stop} El nuevo: {link}",
    "sms.trap.first": "{brand}: la fecha de fin es del contrato antiguo. {stop} Añada el NUEVO: {link}",
    "sms.trap.again": "{brand}: seguimos con la fecha de fin antigua. {stop} Añada el NUEVO contrato: {link}",
    "sms.trap.short": "{brand}: fecha del contrato antiguo. {stop} El NUEVO: {link}",
    "sms.expired.first": "{brand}: su tarifa ha terminado y los precios son estimados. {stop} Reconectar: {link}",
    "sms.expired.again": "{brand}: su tarifa de energía sigue sin reconectar. {stop} Reconectar: {link}",
    "sms.expired.short": "{brand}: su tarifa ha terminado. {stop} Reconectar: {link}",
    "sms.fetch_failed.first": "{brand}: ya no podemos consultar su tarifa de energía. {stop} Reconectar: {link}",
    "sms.fetch_failed.again": "{brand}: seguimos sin poder consultar su tarifa. {stop} Reconectar: {link}",
    "sms.fetch_failed.short": "{brand}: tarifa no consultable. {stop} Reconectar: {link}",
    "sms.upgrade.first": "{brand}: ya puede conectar su comercializadora directamente. {stop} Si lo desea: {link}",
    "sms.upgrade.again": "{brand}: aún puede conectar su comercializadora directamente. {stop} Si lo desea: {link}",
    "sms.upgrade.short": "{brand}: conexión directa posible. {stop} Ver: {link}",
    "sms.several.first": "{brand}: hay que revisar {what}. {stop} Vea cuáles: {link}",
    "sms.several.again": "{brand}: aún hay que revisar {what}. {stop} Vea cuáles: {link}",
    "sms.several.short": "{brand}: revise {what}. {stop} Ver: {link}",
    "sms.several_expiring.first": "{brand}: {what} terminan pronto. {stop} Añada los nuevos contratos: {link}",
    "sms.several_expiring.again": "{brand}: {what} terminan pronto. {stop} Faltan los nuevos contratos: {link}",
    "sms.several_expiring.short": "{brand}: {count} contratos terminan pronto. {stop} Nuevos: {link}",
    "sms.several_upgrade.first": "{brand}: ya puede conectar directamente {what}. {stop} Si lo desea: {link}",
    "sms.several_upgrade.again": "{brand}: aún puede conectar directamente {what}. {stop} Si lo desea: {link}",
    "sms.several_upgrade.short": "{brand}: {count} conexiones directas posibles. {stop} Ver: {link}",

    "push.expiring.first":
      "Su contrato de energía termina {when}. Añada los datos del nuevo contrato o vuelva cuando lo tenga.",
    "push.expiring.again":
      "Su contrato de energía termina {when} y aún falta el nuevo. Añada los datos cuando los tenga.",
    "push.trap.first":
      "La fecha de fin que tenemos es la del contrato antiguo. Añada el nuevo contrato o vuelva cuando lo tenga.",
    "push.trap.again":
      "Seguimos teniendo la fecha de fin antigua. Añada el nuevo contrato cuando lo tenga, con su propia fecha de fin.",
    "push.expired.first":
      "Sus equipos siguen funcionando, pero con precios estimados y quizá en horas menos adecuadas. Vuelva a conectar la tarifa.",
    "push.expired.again": "Su tarifa sigue sin reconectar. Sus equipos siguen funcionando, pero con precios estimados.",
    "push.fetch_failed.first":
      "Su comercializadora ya no nos da sus precios. Sus equipos siguen funcionando con precios estimados. Vuelva a conectarla.",
    "push.fetch_failed.again":
      "Seguimos sin poder consultar su tarifa. Sus equipos siguen funcionando con precios estimados. Vuelva a conectar su comercializadora.",
    "push.upgrade.first":
      "Ya puede conectar su comercializadora directamente; así los nuevos precios llegan solos. Si no lo hace, todo sigue funcionando.",
    "push.upgrade.again": "Aún puede conectar su comercializadora directamente. Si no lo hace, todo sigue funcionando.",
    "push.several.first":
      "Hay que revisar {what}. Sus equipos siguen funcionando, en parte con precios estimados. Vea cuáles debe reconectar.",
    "push.several.again":
      "Aún hay que revisar {what}. Sus equipos siguen funcionando, en parte con precios estimados. Vea cuáles debe reconectar.",
    "push.several_expiring.first":
      "{what} terminan pronto. Añada los datos de los nuevos contratos o vuelva cuando los tenga.",
    "push.several_expiring.again":
      "{what} terminan pronto y aún faltan nuevos contratos. Añada los datos cuando los tenga.",
    "push.several_upgrade.first":
      "Ya puede conectar directamente {what}; así los nuevos precios llegan solos. Si no lo hace, todo sigue funcionando.",
    "push.several_upgrade.again": "Aún puede conectar directamente {what}. Si no lo hace, todo sigue funcionando.",

    "email.expiring.what": "Su contrato de energía termina {when}. Después, {brand} ya no conocerá sus precios.",
    "email.expiring.meanwhile":
      "Hasta entonces no cambia nada. Después, sus equipos seguirán funcionando, pero con precios estimados y quizá en horas menos adecuadas.",
    "email.expiring.ask":
      "Añada los datos del nuevo contrato, no los del que termina. Si aún no tiene uno nuevo, vuelva cuando lo tenga: el enlace será el mismo.",
    "email.expiring.button": "Añadir el nuevo contrato",
    "email.trap.what":
      "Gracias por sus datos. La fecha de fin indicada es la de su contrato antiguo, que termina {when}, así que aún no sabemos qué viene después.",
    "email.trap.meanwhile":
      "Hasta entonces no cambia nada. Después, sus equipos seguirán funcionando, pero con precios estimados y quizá en horas menos adecuadas.",
    "email.trap.ask":
      "Añada los datos del nuevo contrato, con la fecha en que termina el nuevo contrato. Si aún no tiene uno nuevo, vuelva cuando lo tenga: el enlace será el mismo.",
    "email.trap.button": "Añadir el nuevo contrato",
    "email.expired.what": "Su tarifa de energía ha terminado, por lo que {brand} ya no conoce sus precios.",
    "email.expired.meanwhile":
      "Sus equipos siguen funcionando. Mientras la tarifa no esté conectada, usan precios estimados y quizá horas menos adecuadas.",
    "email.expired.ask": "Conecte la tarifa que tiene ahora. Le llevará unos minutos.",
    "email.expired.button": "Reconectar la tarifa",
    "email.fetch_failed.what":
      "{brand} ya no puede consultar su tarifa de energía en su comercializadora. Ocurre, por ejemplo, tras un cambio de contraseña.",
    "email.fetch_failed.meanwhile":
      "Sus equipos siguen funcionando. Mientras la comercializadora no esté conectada, usan precios estimados y quizá horas menos adecuadas.",
    "email.fetch_failed.ask": "Vuelva a conectar su comercializadora. Le llevará unos minutos.",
    "email.fetch_failed.button": "Reconectar la comercializadora",
    "email.upgrade.what":
      "Ya puede conectar su comercializadora directamente. Así los nuevos precios llegan solos, también cuando cambia el contrato.",
    "email.upgrade.meanwhile": "No tiene que hacer nada: todo sigue funcionando igual.",
    "email.upgrade.ask": "Si lo desea, conecte su comercializadora directamente. Le llevará unos minutos.",
    "email.upgrade.button": "Conectar directamente",
    "email.several.what": "Hay que revisar {what}: han terminado, terminan pronto o ya no se pueden consultar.",
    "email.several.meanwhile":
      "Sus equipos siguen funcionando. Donde falta una tarifa, usan precios estimados y quizá horas menos adecuadas.",
    "email.several.ask":
      "Vea qué tarifas son y vuelva a conectarlas. Donde termina un contrato, hacen falta los datos del nuevo contrato, no los del que termina.",
    "email.several.button": "Ver las tarifas",
    "email.several_expiring.what": "{what} terminan pronto. Después, {brand} ya no conocerá sus precios.",
    "email.several_expiring.meanwhile":
      "Hasta entonces no cambia nada. Después, sus equipos seguirán funcionando, pero con precios estimados y quizá en horas menos adecuadas.",
    "email.several_expiring.ask":
      "Añada los datos de los nuevos contratos, con su propia fecha de fin, no los de los que terminan. Si aún no tiene uno nuevo, vuelva cuando lo tenga: el enlace será el mismo.",
    "email.several_expiring.button": "Añadir los nuevos contratos",
    "email.several_upgrade.what":
      "Ya puede conectar directamente {what}. Así los nuevos precios llegan solos, también cuando cambia un contrato.",
    "email.several_upgrade.meanwhile": "No tiene que hacer nada: todo sigue funcionando igual.",
    "email.several_upgrade.ask": "Si lo desea, vea qué tarifas son y conéctelas directamente.",
    "email.several_upgrade.button": "Ver las tarifas",

    "email.hello": "Hola:",
    "email.again": "Esto es un recordatorio; ya le escribimos sobre ello.",
    "email.link": "Si el botón no funciona, abra esta dirección:",
    "email.safety": "No responda nunca con una contraseña: {brand} no la pide por correo electrónico.",
    "email.why":
      "{brand} le escribe porque su tarifa de energía está conectada con {brand}. Recibirá unos pocos recordatorios como máximo, y ninguno más cuando esté resuelto.",
    "email.stop": "No recibir más estos mensajes",

    "what.tariffs.long": "{count} de sus tarifas de energía",
    "what.tariffs.short": "{count} tarifas",
    "what.homes.long": "{count} tarifas de energía en {homes} de sus viviendas",
    "what.homes.short": "{count} tarifas en {homes} viviendas",
    "stop.reply.long": "Para no recibir más SMS, responda STOP.",
    "stop.reply.short": "No más SMS: STOP.",
    "stop.link.long": "Para no recibir más SMS, añada /stop al enlace.",
    "stop.link.short": "Sin SMS: enlace/stop.",
    "when.soon": "pronto",
  },
};
