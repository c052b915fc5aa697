// SPDX-License-Identifier: Apache-2.0
package org.transhume.application.internal.shell;

import java.util.List;
import org.transhume.api.model.Explanation;
import org.transhume.api.mx.Creation;
import org.transhume.api.mx.DeedState;
import org.transhume.api.mx.WrapperDeed;
import org.transhume.application.internal.plan.Action;
import org.transhume.application.internal.plan.Action.Configure;
import org.transhume.application.internal.plan.Action.Create;
import org.transhume.application.internal.plan.Action.RemoveRule;
import org.transhume.application.internal.plan.Action.SetRule;
import org.transhume.application.internal.plan.Action.Start;
import org.transhume.application.internal.plan.Action.Stop;
import org.transhume.application.internal.plan.Action.StopDomain;
import org.transhume.application.internal.plan.Reconciler;

/**
 * Carries actions out.
 *
 * @param cluster where
 */
record Deeds(Cluster cluster) {

  /** Does it, and returns why it failed; nothing when it did not. May block for minutes. */
  List<Explanation> carryOut(String application, Action action) {
    try {
      return attempt(application, action);
    } catch (IllegalStateException | IllegalArgumentException e) {
      return List.of(Explanation.of("FAILED", String.valueOf(e.getMessage())));
    }
  }

  private List<Explanation> attempt(String application, Action action) {
    if (action instanceof SetRule set) {
      cluster.setRule(set.rule(), Reconciler.author(application));
    } else if (action instanceof RemoveRule remove) {
      cluster.removeRule(remove.rule(), Reconciler.author(application));
    } else if (action instanceof Create create) {
      Creation creation = cluster.create(create.configuration(), create.host());
      return creation.created() ? List.of() : creation.reasons();
    } else if (action instanceof Configure one) {
      return end(cluster.configure(one.subject(), one.wrapper(), one.id(), one.settings()));
    } else if (action instanceof Start one) {
      return end(cluster.start(one.subject(), one.wrapper(), one.id()));
    } else if (action instanceof Stop one) {
      return end(cluster.stop(one.subject(), one.wrapper(), one.id()));
    } else {
      boolean remains = action instanceof StopDomain stop && stop.remains();
      return cluster.stop(action.subject(), remains);
    }
    return List.of();
  }

  /** One that takes longer shows its end in the wrapper's deeds. */
  private static List<Explanation> end(WrapperDeed deed) {
    boolean well = deed.state() == DeedState.DONE || deed.state() == DeedState.RUNNING;
    return well
        ? List.of()
        : List.of(
            Explanation.of(
                "DEED_" + deed.state(), deed.operation() + " " + deed.id() + ": " + deed.text()));
  }
}
