// Everything that somebody may do about one customer, a case or a message of theirs: the page asks why, and says what will come of it.

import { CASE_ORDERS } from "./orders-case.ts";
import { CUSTOMER_ORDERS } from "./orders-customer.ts";
import type { Order } from "./order-shape.ts";

/** By the name that stands in the address. */
export const ORDERS = { ...CUSTOMER_ORDERS, ...CASE_ORDERS } as const satisfies Readonly<Record<string, Order>>;

export type OrderName = keyof typeof ORDERS;

export const ORDER_NAMES = Object.keys(ORDERS) as readonly OrderName[];

/** The order of this name; null where there is none. */
export const orderNamed = (name: string): Order | null =>
  Object.hasOwn(ORDERS, name) ? ORDERS[name as OrderName] : null;
