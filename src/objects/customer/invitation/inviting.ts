// What the object of an invitation can be asked. What does it is loaded where somebody is invited.

import { Erasable } from "../erasure/erasable.ts";
import { mayBeTold } from "../rows/tombstone.ts";
import type { InvitationOrder, InvitationStory, InvitingContract, Made } from "./contract.ts";
import type { Invitations } from "./invitation.ts";

export abstract class Inviting extends Erasable implements InvitingContract {
  protected abstract invitations(): Promise<Invitations>;

  async invite(id: string, order: InvitationOrder): Promise<Made> {
    const place = this.placeOf(id);
    if (!mayBeTold(this.tools.store, id, place.deps.now())) return { kind: "erased" };
    return (await this.invitations()).make(place, order);
  }

  async sessionEnded(connectToken: string): Promise<void> {
    const id = this.tools.store.customerId();
    if (id !== null) await (await this.invitations()).sessionEnded(this.placeOf(id), connectToken);
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
