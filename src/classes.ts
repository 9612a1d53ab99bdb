// The objects' classes, by the names that wrangler.toml knows them by. A project of its own exports them from its Worker.

export { Customer } from "./objects/customer/object.ts";
export { Decision } from "./objects/decision/object.ts";
export { Desk } from "./objects/desk/object.ts";
export { Gate } from "./objects/gate/object.ts";
export { Journey } from "./objects/journey/object.ts";
export { Location } from "./objects/location/object.ts";
export { Phone } from "./objects/phone/object.ts";
export { Quarantine } from "./objects/quarantine/object.ts";
export { Supplier } from "./objects/supplier/object.ts";
export { Rebuild } from "./objects/rebuild/object.ts";
export { Sweep } from "./objects/sweep/object.ts";
