// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.util.Map;
import java.util.regex.Pattern;
import org.transhume.api.model.CopyKind;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;

/** Names of domains and of the copies that a migration makes of them. */
final class DomainName {

  private static final String INCOMING = "--incoming";
  private static final String MIGRATED_AWAY = "--migratedaway";
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,63}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private DomainName() {}

  static String incoming(String base) {
    return base + INCOMING;
  }

  static String migratedAway(String base) {
    return base + MIGRATED_AWAY;
  }

  static CopyKind kind(String name) {
    if (name.endsWith(INCOMING)) {
      return CopyKind.INCOMING;
    }
    return name.endsWith(MIGRATED_AWAY) ? CopyKind.MIGRATED_AWAY : CopyKind.ORDINARY;
  }

  /** The domain's own name, whichever copy this is. */
  static String base(String name) {
    return switch (kind(name)) {
      case INCOMING -> name.substring(0, name.length() - INCOMING.length());
      case MIGRATED_AWAY -> name.substring(0, name.length() - MIGRATED_AWAY.length());
      case ORDINARY -> name;
    };
  }

  /** Requires a name that a domain of its own may have; xl takes a number for a domid. */
  static void check(String name) throws HypervisorException {
    if (!VALID.matcher(name).matches()
        || NUMBER.matcher(name).matches()
        || kind(name) != CopyKind.ORDINARY
        || name.equals("Domain-0")) {
      throw new HypervisorException(
          Reason.INVALID_NAME,
          "'"
              + name
              + "' is no name for a domain: letters, digits, dots, hyphens and underscores, not"
              + " digits alone, and no ending that migrations use.",
          Map.of("name", name));
    }
  }
}
