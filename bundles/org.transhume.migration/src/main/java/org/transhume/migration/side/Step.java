// SPDX-License-Identifier: Apache-2.0
package org.transhume.migration.side;

/** What an agent writes to its journal in the course of a migration, before it acts on it. */
public enum Step {
  /** The receiver's banner was seen. */
  BANNER,
  /** READY was seen. */
  READY,
  /** The leader allowed GO. */
  GRANT,
  /** GO is about to pass. A record of it means that it may have passed. */
  GO,
  /** GO was recorded and then withheld after all: it has not passed. */
  GO_WITHHELD,
  /** The receiver reported success. */
  REPORT,
  /** The receiver reported failure. */
  REPORT_FAILURE,
  /** The receiver gave the domain back. */
  RESUME_GRANT,
  /** The target's copy, which never ran, was removed by us: the domain is given back. */
  COPY_REMOVED,
  /** The transfer's process is being started. */
  BEGUN,
  /** The migration was called off before GO. */
  STOPPED,
  /** The transfer's process has ended. */
  ENDED,
  /** The receiver has left because another copy was there: it has brought none. */
  NOTHING_BROUGHT,
  /** This side is finished. */
  CLOSED
}
