// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.xl.internal;

import java.util.Map;
import java.util.regex.Pattern;
import org.transhume.api.model.CopyKind;
import org.transhume.spi.hypervisor.HypervisorException;
import org.transhume.spi.hypervisor.Reason;

/**
 * A name as Xen has it, which may be nearly any text.
 *
 * @param text the name
 */
record DomainName(String text) {

  private static final String INCOMING = "--incoming";
  private static final String MIGRATED_AWAY = "--migratedaway";

  /** No blank, no quote, nothing that a shell would read, and no option. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+:@-]{0,199}");

  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  /** What the suffix that xl gives to a domain on the move makes of the copy. */
  CopyKind copyKind() {
    if (text.endsWith(INCOMING)) {
      return CopyKind.INCOMING;
    }
    return text.endsWith(MIGRATED_AWAY) ? CopyKind.MIGRATED_AWAY : CopyKind.ORDINARY;
  }

  /** The domain's own name. */
  String baseName() {
    return switch (copyKind()) {
      case ORDINARY -> text;
      case INCOMING -> text.substring(0, text.length() - INCOMING.length());
      case MIGRATED_AWAY -> text.substring(0, text.length() - MIGRATED_AWAY.length());
    };
  }

  /** Refuses what should never stand near a command line. */
  DomainName requirePlain() throws HypervisorException {
    if (!PLAIN.matcher(text).matches()) {
      throw invalid("letters, digits and . _ + : @ - are allowed, at most 200 of them");
    }
    return this;
  }

  /** Refuses also what {@code xl} would take for a domid. */
  DomainName requireUsableAsName() throws HypervisorException {
    requirePlain();
    if (DIGITS.matcher(text).matches()) {
      throw invalid("xl takes a name of digits only for a domain's number");
    }
    if (copyKind() != CopyKind.ORDINARY) {
      throw invalid("xl gives this ending to domains on the move");
    }
    return this;
  }

  private HypervisorException invalid(String why) {
    return new HypervisorException(
        Reason.INVALID_NAME,
        "The domain name '" + text + "' cannot be used: " + why + ".",
        Map.of("domain", text));
  }
}
