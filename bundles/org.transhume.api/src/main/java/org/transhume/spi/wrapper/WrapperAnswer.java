// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.wrapper;

import java.util.Objects;

/**
 * What a deed has led to.
 *
 * @param text for whoever asked for it; the agent keeps its beginning
 * @param next what the wrapper remembers from now on
 */
public record WrapperAnswer(String text, WrapperState next) {

  /** Requires both components. */
  public WrapperAnswer {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(next, "next");
  }
}
