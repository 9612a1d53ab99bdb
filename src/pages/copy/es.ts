// The pages in Spanish.

import type { PageCopy } from "./page-copy.ts";

export const es: PageCopy = {
  openApp: "Abrir la aplicación",
  backToApp: "Volver a la aplicación",
  tryAgain: "Volver a intentarlo",
  home: (number) => `Vivienda ${number}`,

  confirm: {
    title: "Su tarifa de energía",
    heading: "Volver a conectar su tarifa de energía",
    text: "En la página siguiente puede elegir su comercializadora y revisar su contrato.",
    button: "Continuar con la conexión",
    description: "Compruebe si su tarifa de energía sigue conectada y vuelva a conectarla si hace falta.",
  },
  allGood: {
    title: "Todo en orden",
    heading: "Todo en orden, no hay nada que hacer",
    text: "El asunto de este enlace está resuelto. Ya no lo necesita.",
  },
  expired: {
    title: "Enlace caducado",
    heading: "Este enlace ha caducado",
    text: "Consulte su tarifa de energía en la aplicación. Si hay algo pendiente, le enviaremos un enlace nuevo.",
  },
  nowhere: {
    title: "Página no encontrada",
    heading: "Aquí no hay nada",
    text: "Vuelva a abrir el enlace de nuestro mensaje. También puede consultar su tarifa de energía en la aplicación.",
  },
  unavailable: {
    title: "Inténtelo de nuevo",
    heading: "Inténtelo de nuevo en un minuto",
    text: "Ahora mismo no podemos acceder al servicio de tarifas. Su enlace sigue siendo válido y no se pierde nada.",
  },
  tooMany: {
    title: "Espere un momento",
    heading: "Espere un momento",
    text: "Este enlace se ha abierto muchas veces en poco tiempo. Espere un minuto e inténtelo de nuevo. Su enlace sigue siendo válido.",
  },
  phone: {
    title: "Continúe en su teléfono",
    heading: "Continúe en su teléfono",
    text: "El siguiente paso está en la aplicación. Escanee este código con la cámara de su teléfono.",
    picture: "Código QR de este enlace",
    address: "O abra esta dirección en su teléfono:",
    here: "Continuar en este dispositivo",
  },

  done: {
    checking: {
      title: "Comprobación",
      heading: "Estamos comprobando su tarifa…",
      text: "Esta página se actualiza sola. También puede cerrarla: seguimos comprobando.",
      button: "Comprobar ahora",
    },
    repaired: {
      title: "Conectada",
      heading: "Conectada. ¡Gracias!",
      text: "Su tarifa de energía vuelve a estar al día. No le escribiremos más sobre ella.",
    },
    next: {
      title: "Conectada",
      heading: "Conectada. Queda algo por hacer.",
      text: "Esta tarifa vuelve a estar al día. Otra de sus tarifas todavía necesita su atención.",
      button: "Tarifa siguiente",
    },
    more: {
      title: "Un paso más",
      heading: "Hecho. Falta un paso más",
      text: "Este punto está resuelto. La misma tarifa necesita todavía algo de usted.",
      button: "Continuar",
    },
    notYet: {
      title: "Aún sin conectar",
      heading: "Aún sin conectar",
      text: "Todavía falta un paso. La comercializadora puede tardar en responder; también puede volver a intentarlo ahora.",
      button: "Seguir conectando",
    },
    disconnected: {
      title: "Sin conectar",
      heading: "Su tarifa no está conectada",
      text: "Se desconectó, o la conexión todavía está en curso, lo que puede llevar a una comercializadora hasta dos días. Puede volver a conectarla ahora.",
      button: "Volver a conectar",
    },
    endDate: {
      title: "Un dato más",
      heading: "Un dato más: la fecha de fin",
      text: (date) =>
        `La fecha que tenemos${date === null ? "" : `, el ${date},`} es la del fin de su contrato anterior. Indique la fecha de fin de su nuevo contrato o vuelva cuando la tenga.`,
      button: "Indicar el nuevo contrato",
    },
  },

  overview: {
    title: "Sus tarifas de energía",
    attention: (count) =>
      count === 1 ? "Una tarifa necesita su atención." : `${count} tarifas necesitan su atención.`,
    settled: "No hay nada que hacer.",
    none: "No conocemos ninguna tarifa aquí. Puede conectar una en la aplicación.",
    stale: (when) =>
      `Ahora mismo no podemos acceder al servicio de tarifas. Esto es lo último que sabíamos, el ${when}.`,
    slots: {
      commodity_import: "Electricidad que consume",
      commodity_export: "Electricidad que vende",
      non_commodity_import: "Peajes de red",
      non_commodity_export: "Peajes de red por lo que vende",
      local: "Su propia producción",
      unknown: "Tarifa de energía",
    },
    states: {
      connected: "Conectada",
      expiring: "El contrato termina pronto",
      expired: "El contrato ha terminado",
      failed: "No se puede consultar",
      disconnected: "Sin conectar",
      upgrade: "Conexión directa posible",
      unknown: "No se sabe ahora mismo",
    },
    actions: { reconnect: "Volver a conectar", update: "Indicar el nuevo contrato", upgrade: "Conectar directamente" },
    connection: "Origen de los precios",
    connections: {
      DIRECT: "directamente de su comercializadora",
      LIBRARY: "la tarifa publicada por su comercializadora",
      MARKET: "el precio del mercado",
      MANUAL: "los datos que indicó",
    },
    ends: "Fin del contrato",
    ended: "El contrato terminó el",
    lastRead: "Última consulta",
    messages: "Nuestros mensajes",
    pages: {
      current: (page, pages) => `Página ${page} de ${pages}`,
      next: "Más viviendas",
      previous: "Viviendas anteriores",
    },
  },

  snooze: {
    title: "Preguntar más adelante",
    heading: "¿Va a cambiar de comercializadora?",
    text: "Díganos cuándo empieza el nuevo contrato. Hasta entonces no le escribiremos.",
    label: "Preguntarme de nuevo el",
    range: (from, to) => `Del ${from} al ${to}`,
    wrong: (from, to) => `Elija una fecha del ${from} al ${to}.`,
    button: "Esperar a esa fecha",
    until: (date) => `Le preguntaremos de nuevo el ${date}`,
    done: {
      title: "Preguntaremos más adelante",
      text: "Hasta entonces no recibirá mensajes sobre sus tarifas de energía.",
    },
    undo: "No esperar",
    undone: {
      title: "No esperaremos",
      heading: "No esperaremos",
      text: "Vuelve a recibir nuestros mensajes como siempre.",
    },
  },

  stop: {
    title: "Dejar de recibir mensajes",
    heading: "¿Dejar de recibir nuestros mensajes?",
    text: "En cuanto pulse el botón, no recibirá más mensajes sobre sus tarifas de energía. Sus tarifas seguirán como están.",
    button: "Dejar de recibir mensajes",
    done: {
      title: "Sin más mensajes",
      heading: "Ya no recibirá mensajes",
      text: "Desde ahora no recibirá más mensajes sobre sus tarifas de energía. Sus tarifas siguen como están.",
    },
    undo: "Volver a recibir mensajes",
    undone: {
      title: "Mensajes activados",
      heading: "Vuelve a recibir mensajes",
      text: "Le escribiremos cuando alguna de sus tarifas de energía necesite su atención.",
    },
    back: {
      reply: () =>
        "Dejamos de escribirle tras su SMS. Para volver a recibir mensajes, envíe START al número del que llegaban.",
      company: (brand) =>
        `${brand} detuvo los mensajes por usted. Para volver a recibirlos, póngase en contacto con ${brand}.`,
      none: () => "Uno de nuestros correos se marcó como no deseado. Eso no se puede deshacer en esta página.",
    },
  },
};
