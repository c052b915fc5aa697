// SPDX-License-Identifier: Apache-2.0
package org.transhume.cli.internal.doctor;

import java.util.List;

/** Looks at one matter on a dom0. */
@FunctionalInterface
interface Check {

  /** What was found; never empty. */
  List<Finding> examine(Dom0 dom0, XenInfo xen);
}
