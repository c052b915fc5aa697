// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.List;

/**
 * One thing that is looked at before a migration. Checks decide by what they are given alone: they
 * ask nobody, so that what is found can be told again.
 *
 * <p>A fact that is unknown refuses nothing: a cluster whose tools tell less must still be able to
 * move domains. It is told as a remark, so that an operator can see what was not compared.
 *
 * @param <S> what it looks at
 */
public interface PreflightCheck<S> {

  /** For people. */
  Manual manual();

  /** What it finds. */
  Findings in(S situation);

  /**
   * A check's line in the operator's table.
   *
   * @param name what it is called
   * @param codes of every objection that it can raise
   * @param compares what it looks at
   * @param remedy what an operator can do
   */
  record Manual(String name, List<String> codes, String compares, String remedy) {

    /** Copies the codes. */
    public Manual {
      codes = List.copyOf(codes);
    }

    static Manual of(String name, String code, String compares, String remedy) {
      return new Manual(name, List.of(code), compares, remedy);
    }
  }
}
