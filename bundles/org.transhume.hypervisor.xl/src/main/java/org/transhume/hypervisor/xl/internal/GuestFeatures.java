// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;

/**
 * What guests say of themselves in xenstore. A guest writes its features while it boots and not
 * again when it arrives by migration, where the tools make the nodes anew and empty: so only a
 * guest that told some features and not this one is known to lack it.
 */
final class GuestFeatures {

  /** Whether a guest can be suspended. */
  enum Ability {
    YES,
    NO,
    UNKNOWN
  }

  private static final Pattern NODE = Pattern.compile("\\s*(\\S+) = \"(.*?)\".*");

  private final CommandRunner runner;
  private final Duration timeLimit;

  GuestFeatures(CommandRunner runner, Duration timeLimit) {
    this.runner = runner;
    this.timeLimit = timeLimit;
  }

  /** Reads what the guest told. */
  Ability canSuspend(int domainId) throws HypervisorException {
    Command command =
        new Command(List.of("xenstore-ls", "/local/domain/" + domainId + "/control"), timeLimit);
    try {
      CommandResult result = runner.run(command);
      return result.succeeded() ? abilityIn(result.output()) : Ability.UNKNOWN;
    } catch (HypervisorException e) {
      if (e.reason() == Reason.NOT_AVAILABLE) {
        return Ability.UNKNOWN;
      }
      throw e;
    }
  }

  /** Reads the nodes below {@code control}, as {@code xenstore-ls} prints them. */
  static Ability abilityIn(String nodes) {
    Map<String, String> values = new HashMap<>();
    for (String line : nodes.lines().toList()) {
      Matcher node = NODE.matcher(line);
      if (node.matches()) {
        values.put(node.group(1), node.group(2));
      }
    }
    String suspend = values.getOrDefault("feature-suspend", "");
    if (suspend.equals("1")) {
      return Ability.YES;
    }
    boolean toldOthers =
        "1".equals(values.get("feature-poweroff")) || "1".equals(values.get("feature-reboot"));
    return toldOthers || suspend.equals("0") ? Ability.NO : Ability.UNKNOWN;
  }
}
