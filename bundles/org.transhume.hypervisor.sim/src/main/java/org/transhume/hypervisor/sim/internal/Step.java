// SPDX-License-Identifier: Apache-2.0
package org.transhume.hypervisor.sim.internal;

import java.util.Locale;

/** The steps of a migration in their order. Faults strike right after one has been taken. */
enum Step {
  /** 1: banner, and the header with the configuration. */
  HEADER,
  /** 2: the receiver creates {@code NAME--incoming}. */
  CREATE,
  /** 3: pages are copied while the guest runs. */
  PRE_COPY,
  /** 4: the guest is suspended. */
  SUSPEND,
  /** 5: the receiver is complete and says so. */
  READY,
  /** 6: the sender renames its copy to {@code NAME--migratedaway}. */
  RENAME_AWAY,
  /** 7: GO. */
  GO,
  /** 8: the receiver gives its copy the domain's name. */
  RENAME_ARRIVED,
  /** 9: the receiver lets its copy run. */
  UNPAUSE,
  /** 10: the report. */
  REPORT,
  /** After a report of failure: the receiver's copy is gone and the sender may go on. */
  GRANT;

  /** The step's name where people write it: {@code pre-copy}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
