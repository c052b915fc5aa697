// SPDX-License-Identifier: Apache-2.0
package org.transhume.agent.internal.preflight;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.transhume.api.model.Explanation;

/**
 * What checks have found.
 *
 * @param objections what speaks against the migration
 * @param remarks what speaks against nothing and is worth knowing: above all, what is unknown
 */
public record Findings(List<Explanation> objections, List<Explanation> remarks) {

  /** All is well. */
  public static final Findings NONE = new Findings(List.of(), List.of());

  /** Copies the lists. */
  public Findings {
    objections = List.copyOf(objections);
    remarks = List.copyOf(remarks);
  }

  static Findings objection(String code, String text, Map<String, String> operands) {
    return against(List.of(new Explanation(code, text, operands)));
  }

  static Findings against(List<Explanation> objections) {
    return new Findings(objections, List.of());
  }

  static Findings remark(String code, String text) {
    return new Findings(List.of(), List.of(Explanation.of(code, text)));
  }

  /** These and more. */
  public Findings and(Findings more) {
    return new Findings(
        Stream.concat(objections.stream(), more.objections.stream()).toList(),
        Stream.concat(remarks.stream(), more.remarks.stream()).toList());
  }

  /** What all of these checks find. */
  static <S> Findings of(List<PreflightCheck<S>> checks, S situation) {
    return checks.stream().map(check -> check.in(situation)).reduce(NONE, Findings::and);
  }

  /** The texts of the remarks by their codes; those of the same code are joined. */
  public Map<String, String> remarksByCode() {
    Map<String, String> byCode = new TreeMap<>();
    remarks.forEach(
        remark -> byCode.merge(remark.code(), remark.text(), (one, more) -> one + "; " + more));
    return byCode;
  }
}
