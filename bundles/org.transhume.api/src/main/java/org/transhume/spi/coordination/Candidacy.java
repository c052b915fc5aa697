// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.coordination;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** Somebody's standing for election. */
@ConsumerType
public interface Candidacy extends AutoCloseable {

  /**
   * Name of the candidate that leads, as far as it is known here; it may be some seconds old. Does
   * not block.
   */
  Optional<String> leader();

  /**
   * Stands no more. A term that this candidate has is over when this returns, and another candidate
   * can be elected at once. No call to the candidate begins any more. Does nothing when called
   * again. May be called from within the candidate's methods.
   */
  @Override
  void close();
}
