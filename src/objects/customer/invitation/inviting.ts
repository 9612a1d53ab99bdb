// What the object of an invitation can be asked. What does it is loaded where somebody is invited.

import { Steered } from "../operator/steered.ts";
import { INVITATION } from "../rows/keys.ts";
import { isInvitationId } from "../../rooms.ts";
import { noteInvitation } from "../rows/acquainted.ts";
import { mayBeTold } from "../rows/tombstone.ts";
import type { Input } from "../../../core/step.ts";
import type { Admitted, InvitationOrder, InvitationStory, InvitingContract, Made } from "./contract.ts";
import type { Invitations } from "./invitation.ts";

export abstract class Inviting extends Steered implements InvitingContract {
  protected abstract invitations(): Promise<Invitations>;

  async invite(id: string, order: InvitationOrder): Promise<Made> {
    const place = this.placeOf(id);
    if (!mayBeTold(this.tools.store, id, place.deps.now())) return { kind: "erased" };
    const made = await (await this.invitations()).make(place, order);
    if (made.kind === "made" || made.kind === "known") await this.#introduce(id);
    return made;
  }

  /** Lets whoever is invited know of it; and keeps in mind who that is, where only we know them. */
  async #introduce(id: string): Promise<void> {
    const { store } = this.tools;
    const { introduce, personOf } = await import("./person.ts");
    const invitation = store.keys.get(INVITATION);
    const person = invitation === null ? null : await personOf(invitation.who, store.load(id).contact);
    if (person === null) return;
    await introduce(this.placeOf(id), id, person);
    if (isInvitationId(person)) noteInvitation(store, person);
  }

  async sessionEnded(connectToken: string): Promise<void> {
    const id = this.tools.store.customerId();
    if (id !== null) await (await this.invitations()).sessionEnded(this.placeOf(id), connectToken);
  }

  async admit(customerId: string, countedAt: number | null, ahead: number): Promise<Admitted> {
    if (this.isErased()) return { kind: "never" };
    return (await import("./admit.ts")).admit(this.placeOf(customerId), this.tools, countedAt, ahead);
  }

  async hearWish(customerId: string, wish: Input): Promise<void> {
    if (!this.isErased()) await this.tools.engine.apply(this.placeOf(customerId), wish);
  }

  /** What is asked for by the link of an invitation holds for whoever is invited. */
  protected async passOn(wish: Input): Promise<void> {
    const { store } = this.tools;
    const id = store.customerId();
    if (id === null || !isInvitationId(id)) return;
    const invitation = store.keys.get(INVITATION);
    if (invitation === null) return;
    const { tellPerson } = await import("./person.ts");
    await tellPerson(this.placeOf(id), invitation.who, store.load(id).contact, wish);
  }

  async revokeInvitation(): Promise<boolean | null> {
    const id = this.tools.store.customerId();
    return id === null ? null : (await this.invitations()).revoke(this.placeOf(id));
  }

  async invitationStory(): Promise<InvitationStory | null> {
    const id = this.tools.store.customerId();
    return id === null ? null : (await this.invitations()).story(this.placeOf(id));
  }
}
