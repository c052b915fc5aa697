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
 * @param lasting what speaks against the migration until somebody changes it
 * @param passing what speaks against it at this moment, and goes away by itself
 * @param remarks what speaks against nothing and is worth knowing: above all, what is unknown
 */
public record Findings(
    List<Explanation> lasting, List<Explanation> passing, List<Explanation> remarks) {

  /** All is well. */
  public static final Findings NONE = new Findings(List.of(), List.of(), List.of());

  /** Copies the lists. */
  public Findings {
    lasting = List.copyOf(lasting);
    passing = List.copyOf(passing);
    remarks = List.copyOf(remarks);
  }

  static Findings objection(String code, String text, Map<String, String> operands) {
    return against(List.of(new Explanation(code, text, operands)));
  }

  static Findings against(List<Explanation> objections) {
    return new Findings(objections, List.of(), List.of());
  }

  static Findings forNow(String code, String text, Map<String, String> operands) {
    return new Findings(List.of(), List.of(new Explanation(code, text, operands)), List.of());
  }

  static Findings remark(String code, String text) {
    return new Findings(List.of(), List.of(), List.of(Explanation.of(code, text)));
  }

  /** All that speaks against it; what lasts comes first. */
  public List<Explanation> objections() {
    return joined(lasting, passing);
  }

  /** Whether it makes sense to ask again. */
  public boolean pass() {
    return lasting.isEmpty();
  }

  /** These and more. */
  public Findings and(Findings more) {
    return new Findings(
        joined(lasting, more.lasting),
        joined(passing, more.passing),
        joined(remarks, more.remarks));
  }

  private static List<Explanation> joined(List<Explanation> some, List<Explanation> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
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
