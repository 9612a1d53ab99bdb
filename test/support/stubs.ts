// The objects themselves, as the pool's own functions want them: to look into, to evict, to ring. What ships gets at an
// object by `objects/rooms.ts`, which gives no stub.

import { testSettings } from "../settings.ts";
import { phoneNames } from "../../src/objects/phone/names.ts";
import { bindings } from "./worker.ts";
import type { Customer } from "../../src/objects/customer/object.ts";
import type { Desk } from "../../src/objects/desk/object.ts";
import type { Gate } from "../../src/objects/gate/object.ts";
import type { Location } from "../../src/objects/location/object.ts";
import type { Phone } from "../../src/objects/phone/object.ts";
import type { Quarantine } from "../../src/objects/quarantine/object.ts";
import type { Supplier } from "../../src/objects/supplier/object.ts";
import type { Rebuild } from "../../src/objects/rebuild/object.ts";
import type { Sweep } from "../../src/objects/sweep/object.ts";

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the class that is bound
const named = <T extends Rpc.DurableObjectBranded>(
  namespace: DurableObjectNamespace,
  name: string,
): DurableObjectStub<T> => namespace.get(namespace.idFromName(name)) as unknown as DurableObjectStub<T>;

export const customerStub = (id: string): DurableObjectStub<Customer> => named(bindings.CUSTOMER, id);
export const locationStub = (id: string): DurableObjectStub<Location> => named(bindings.LOCATION, id);
export const gateStub = (channel: string): DurableObjectStub<Gate> => named(bindings.GATE, channel);
export const supplierStub = (name: string): DurableObjectStub<Supplier> => named(bindings.SUPPLIER, name);
export const quarantineStub = (digit: string): DurableObjectStub<Quarantine> =>
  named(bindings.QUARANTINE, `quarantine-${digit}`);
export const deskStub = (digit: string): DurableObjectStub<Desk> => named(bindings.DESK, `desk-${digit}`);
export const rebuildStub = (): DurableObjectStub<Rebuild> => named(bindings.REBUILD, "rebuild");
export const sweepStub = (): DurableObjectStub<Sweep> => named(bindings.SWEEP, "sweep");
export async function phoneStub(phone: string, linkKey = testSettings.LINK_KEYS): Promise<DurableObjectStub<Phone>> {
  const [name = ""] = await phoneNames(phone, [linkKey]);
  return named(bindings.PHONE, name);
}
